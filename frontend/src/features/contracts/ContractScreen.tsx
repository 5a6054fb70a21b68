import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLang, useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { fieldSentences, sentence } from '@/lib/errors';
import { history } from '@/lib/history';
import { useBack, useIdParam, useSearchParam } from '@/lib/navigate';
import { useRemembered } from '@/lib/prefs';
import { Approvals } from '@/ui/Approvals';
import { Empty, LinkButton, Page, PageHead, Tabs } from '@/ui/layout';
import { warmUp } from '@/ui/pdf/engine';
import { Actions } from './Actions';
import { api, isClosed, templates, type View } from './api';
import { Clauses } from './Clauses';
import { ContractPages } from './ContractPages';
import css from './contract.module.css';
import shared from './contracts.module.css';
import { ContractForm, type FormHandle } from './Form';
import { Differences, Issues } from './Issues';
import { Money } from './Money';
import { OutsideActions, OutsideBody } from './OutsideContract';
import outsideCss from './outside.module.css';
import { PrintAsk } from './PrintAsk';
import { fail } from './printing';
import { QuoteBanner } from './QuoteBanner';
import { StageMenu } from './StageMenu';
import { type ContractModel, useContract } from './useContract';

/** 合同: the form on the left, the pages as they come out of the printer on the right. */
export default function ContractScreen() {
  const id = useIdParam();
  return <OneContract key={id} id={id} />;
}

function OneContract({ id }: { id: number }) {
  const t = useText();
  const back = useBack('/contracts');
  const model = useContract(id);
  const { view } = model;
  const [priceFree, setPriceFree] = useState(false);
  const [lit, setLit] = useState('');
  const [wide, setWide] = useRemembered<boolean>('contract.wide', false);
  const [tab, setTab] = useSearchParam('tab');
  const [differences, setDifferences] = useState(false);
  const split = useMediaQuery('(min-width: 1100px)', true, { getInitialValueInEffect: false });
  const form = useRef<FormHandle>(null);
  useEffect(warmUp, []);
  useCommand('contracts.back', () => (differences ? setDifferences(false) : back()));

  const onHit = useCallback(
    (field: string) => {
      setTab('');
      // In one column the form is mounted by the tab.
      window.setTimeout(() => form.current?.focus(field), 0);
    },
    [setTab],
  );
  const fields = view?.fields;
  const lang = useLang();
  const sources = useQuery({ queryKey: ['template', 'sources'], queryFn: () => templates.Sources() }).data;
  const nameOf = useCallback(
    (place: string) => {
      const root = place.split('.')[0];
      const field = fields?.find(({ key }) => key === place || key === root);
      const source = sources?.find(({ path }) => path === place);
      return field?.label ?? (lang === 'en' ? source?.en : source?.zh) ?? t.contracts.place;
    },
    [fields, sources, lang, t],
  );

  if (model.error !== undefined && !view)
    return (
      <Empty title={t.contracts.notFound} text={sentence(model.error)}>
        <Button onClick={back}>{t.ui.actions.back}</Button>
      </Empty>
    );
  if (!view) return <output className={shared.opening}>{t.contracts.opening}</output>;

  const outside = view.outside !== undefined && view.outside !== null;
  const clauses = tab === 'clauses';
  const paid = tab === 'payments' && view.contract.kind !== 'quote';
  const showPages = split || tab === 'preview';
  const showLeft = split || tab !== 'preview';
  const deviations = view.deviationCount;
  const expected = view.contract.number === '' && !outside;
  const number = expected ? t.contracts.numberExpected(view.number) : view.number;
  const tabs = [
    { key: 'form', label: t.contracts.tabs.form },
    {
      key: 'clauses',
      label: (
        <>
          {t.contracts.tabs.clauses}
          {deviations > 0 && <span className={`${css.deviations} num`}>{deviations}</span>}
        </>
      ),
    },
    ...(view.contract.kind === 'quote' ? [] : [{ key: 'payments', label: t.contracts.tabs.payments }]),
    ...(split ? [] : [{ key: 'preview', label: t.contracts.tabs.preview }]),
  ];
  return (
    <Page>
      <PageHead
        oneLine
        back={back}
        title={
          <span className={css.headTitle} title={view.customerName}>
            {view.customerName}
          </span>
        }
        note={
          <span className={css.headNote} title={`${number} ${view.contract.name}`}>
            {outside && <span className={outsideCss.mark}>{t.contracts.outside.mark}</span>}
            <span className={expected ? `num ${css.expected}` : 'num'}>{number}</span>{' '}
            {!outside && deviations > 0 && (
              <LinkButton onClick={() => setTab('clauses')}>
                <span className={css.deviated}>{t.contracts.clauses.differs(deviations)}</span>
              </LinkButton>
            )}{' '}
            {view.contract.name}
          </span>
        }
      >
        <SaveState model={model} />
        <StageMenu model={model} view={view} />
        {outside ? (
          <OutsideActions view={view} />
        ) : (
          <Actions
            model={model}
            view={view}
            priceFree={priceFree}
            setPriceFree={setPriceFree}
            onFill={(field) => onHit(field)}
          />
        )}
      </PageHead>
      <Banners
        model={model}
        view={view}
        differences={differences}
        onDifferences={() => setDifferences(!differences)}
      />
      <QuoteBanner model={model} view={view} />
      {differences && differs(view) && <Differences view={view} onClose={() => setDifferences(false)} />}
      {outside ? (
        <OutsideBody model={model} view={view} refused={fieldSentences(model.problem)} />
      ) : (
        <>
          {!split && (
            <Tabs
              label={view.contract.name}
              value={tab === 'preview' || clauses || paid ? tab : 'form'}
              tabs={tabs}
              onChange={(key) => setTab(key === 'form' ? '' : key)}
            />
          )}
          <div
            className={`${css.body} ${split ? (wide && !clauses && !paid ? css.splitWide : css.split) : css.single} ${clauses || paid ? css.forClauses : ''}`}
          >
            {showLeft && (
              <div className={css.left}>
                {split && (
                  <div className={css.leftTabs}>
                    <Tabs
                      label={view.contract.name}
                      value={clauses || paid ? tab : 'form'}
                      tabs={tabs}
                      onChange={(key) => setTab(key === 'form' ? '' : key)}
                    />
                  </div>
                )}
                {paid ? (
                  <Money contractId={id} />
                ) : clauses ? (
                  <Clauses model={model} view={view} />
                ) : (
                  <ContractForm
                    model={model}
                    view={view}
                    wide={wide || !split}
                    onWide={split ? setWide : undefined}
                    onLit={setLit}
                    handle={form}
                  >
                    <Issues view={view} />
                  </ContractForm>
                )}
              </div>
            )}
            {showPages && (
              <ContractPages
                model={model}
                id={id}
                priceFree={priceFree}
                onPriceFree={setPriceFree}
                nameOf={nameOf}
                onHit={onHit}
                lit={lit === '' ? undefined : lit}
              />
            )}
          </div>
        </>
      )}
      <PrintAsk />
    </Page>
  );
}

/** What stands there now would be another paper than the last one. */
const differs = ({ differs, contract }: View): boolean =>
  differs && contract.stage !== 'void' && contract.stage !== 'archived';

/** Quiet while all is well; says when something typed could not be saved. */
function SaveState({ model }: { model: ContractModel }) {
  const t = useText();
  const busy = model.saver.busy && model.problem === undefined && !model.conflict;
  return (
    <span
      className={model.problem === undefined ? css.saved : shared.problem}
      role="status"
      aria-live="polite"
      title={model.problem === undefined ? undefined : sentence(model.problem)}
    >
      {model.conflict
        ? ''
        : model.problem !== undefined
          ? sentence(model.problem)
          : busy
            ? t.contracts.saving
            : t.contracts.saved}
    </span>
  );
}

function Banners(props: {
  model: ContractModel;
  view: View;
  differences: boolean;
  onDifferences: () => void;
}) {
  const { model, view } = props;
  const t = useText();
  const b = t.contracts.banner;
  const { contract } = view;
  const last = view.issues[0]?.n ?? 0;
  return (
    <>
      {contract.deletedAt && (
        <div className={css.banner}>
          {b.trashed}
          <Button
            variant="default"
            onClick={() => void history.Restore('contract', [contract.id]).then(model.load).catch(fail)}
          >
            {b.restore}
          </Button>
        </div>
      )}
      {model.conflict && (
        <div className={css.banner} role="alert">
          {b.conflict}
          <Button variant="default" onClick={() => void model.resolve(true).catch(fail)}>
            {b.keepMine}
          </Button>
          <Button variant="default" onClick={() => void model.resolve(false).catch(fail)}>
            {b.takeTheirs}
          </Button>
        </div>
      )}
      {contract.stage !== 'void' && (view.approval.floor.length > 0 || view.approval.list.length > 0) && (
        <div className={css.approvals}>
          <Approvals
            standing={view.approval}
            onAskFloor={(more) => model.act(() => api.AskFloor(contract.id, more))}
          />
        </div>
      )}
      {contract.stage === 'void' && (
        <div className={`${css.banner} ${css.bad}`}>{b.voided(contract.stageReason)}</div>
      )}
      {differs(view) && (
        <div className={css.banner}>
          {b.differs(last)}
          <LinkButton onClick={props.onDifferences}>
            {props.differences ? b.hideDifferences : b.showDifferences}
          </LinkButton>
        </div>
      )}
      {last > 0 && !differs(view) && !isClosed(contract) && !contract.deletedAt && (
        <p className={css.kept}>{b.kept(last)}</p>
      )}
      {view.newerVersionId !== 0 && contract.stage === 'draft' && (
        <div className={css.banner}>
          {b.newer}
          <LinkButton
            onClick={() =>
              void model.act((version) => api.UseNewestVersion(contract.id, version)).catch(fail)
            }
          >
            {b.useNewer}
          </LinkButton>
        </div>
      )}
    </>
  );
}
