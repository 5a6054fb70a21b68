import { Button, MultiSelect, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { useSaving } from '@/lib/saving';
import { formatScaled, parsePercent } from '@/ui/amount';
import { IconButton } from '@/ui/layout';
import {
  api,
  type Criterion,
  colours,
  criterionKinds,
  fields,
  media,
  type PipelineView,
  roles,
  type StageView,
} from './api';
import css from './opportunities.module.css';
import { useWords } from './words';

const blank: Criterion = {
  key: '',
  kind: 'tick',
  name: '',
  field: '',
  role: '',
  media: [],
  purposes: [],
  action: '',
  example: '',
};

let drafted = 0;
/** A criterion being edited: `no` names it while it has no key. */
type Draft = Criterion & { no: number };
const draftOf = (criterion: Criterion): Draft => ({ ...criterion, no: ++drafted });

/** One stage: what it is called, how likely, how long, and what has to be known before it is left. */
export function StageForm(props: {
  pipeline: PipelineView;
  /** Undefined for a new one. */
  stage: StageView | undefined;
  onClose: () => void;
}) {
  const { pipeline, stage } = props;
  const t = useText();
  const p = t.opportunities.pipelines;
  const [name, setName] = useState(stage?.name ?? '');
  const [colour, setColour] = useState<string>(stage?.colour ?? '');
  const [probability, setProbability] = useState(formatScaled(stage?.probability ?? 5000, 2));
  const [days, setDays] = useState(String(stage?.targetDays ?? 14));
  const [criteria, setCriteria] = useState<Draft[]>(() => (stage?.criteria ?? []).map(draftOf));
  const { problems, busy, save, clear, refuse } = useSaving();
  const [to, setTo] = useState<string | null>(null);
  const others = pipeline.stages.filter((one) => one.id !== stage?.id);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const share = parsePercent(probability);
    if (share === undefined) return refuse({ probability: t.ui.field.notAmount });
    void save(async () => {
      await api.SaveStage({
        id: stage?.id ?? 0,
        version: stage?.version ?? 0,
        pipelineId: pipeline.id,
        name,
        colour,
        probability: share,
        targetDays: Math.round(Number(days) || 0),
        criteria: criteria.map(({ no: _, ...criterion }) => criterion),
      });
      props.onClose();
    });
  };
  const remove = (id: number) =>
    void save(async () => {
      await api.TrashStage(id, Number(to ?? 0));
      props.onClose();
    });
  const change = (no: number, changes: Partial<Criterion>) => {
    setCriteria((list) => list.map((one) => (one.no === no ? { ...one, ...changes } : one)));
    clear();
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <TextInput
        label={p.stage}
        data-autofocus
        withAsterisk
        value={name}
        error={problems.name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          clear();
        }}
      />
      <div className={css.two}>
        <TextInput
          label={p.probability}
          inputMode="decimal"
          rightSection="%"
          value={probability}
          error={problems.probability}
          onChange={(event) => setProbability(event.currentTarget.value)}
        />
        <TextInput
          label={p.targetDays}
          description={p.targetHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          inputMode="numeric"
          value={days}
          error={problems.targetDays}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
      </div>
      <Select
        label={p.colour}
        data={colours.map((code) => ({ value: code === '' ? 'none' : code, label: p.colours[code] }))}
        value={colour === '' ? 'none' : colour}
        allowDeselect={false}
        onChange={(value) => setColour(value === 'none' || value === null ? '' : value)}
      />
      <h3 className={css.legend}>{p.criteria}</h3>
      {criteria.map((one, i) => (
        <CriterionForm
          key={one.no}
          criterion={one}
          problem={problems[`criteria.${i}.name`]}
          onChange={(changes) => change(one.no, changes)}
          onRemove={() => setCriteria((list) => list.filter((other) => other.no !== one.no))}
        />
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size="1rem" />}
          onClick={() => setCriteria((list) => [...list, draftOf(blank)])}
        >
          {p.addCriterion}
        </Button>
      </div>
      <div className={css.formFoot}>
        <Button variant="default" onClick={props.onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {p.save}
        </Button>
      </div>
      {stage && others.length > 0 && (
        <div className={css.nameRow}>
          {stage.open > 0 && (
            <Select
              label={p.moveCards}
              data={others.map((one) => ({ value: String(one.id), label: one.name }))}
              value={to}
              onChange={setTo}
            />
          )}
          <Button
            variant="default"
            c="var(--crm-seal)"
            disabled={stage.open > 0 && to === null}
            onClick={() => remove(stage.id)}
          >
            {p.removeStage}
          </Button>
        </div>
      )}
    </form>
  );
}

function CriterionForm(props: {
  criterion: Criterion;
  problem: string | undefined;
  onChange: (changes: Partial<Criterion>) => void;
  onRemove: () => void;
}) {
  const { criterion: c, onChange } = props;
  const t = useText();
  const p = t.opportunities.pipelines;
  const words = useWords();
  return (
    <div className={css.criterionForm} role="group" aria-label={c.name}>
      <div className={css.nameRow}>
        <TextInput
          label={p.question}
          value={c.name}
          error={props.problem}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <IconButton label={p.removeCriterion(c.name)} onClick={props.onRemove}>
          <IconTrash size="1.125rem" />
        </IconButton>
      </div>
      <div className={css.two}>
        <Select
          label={p.kind}
          data={criterionKinds.map((kind) => ({ value: kind, label: words.criterion(kind) }))}
          value={c.kind}
          allowDeselect={false}
          onChange={(value) => {
            const kind = (value ?? 'tick') as Criterion['kind'];
            onChange({
              kind,
              field: kind === 'field' ? 'need' : '',
              role: kind === 'contact' ? 'decision_maker' : '',
            });
          }}
        />
        {c.kind === 'field' && (
          <Select
            label={p.field}
            data={fields.map((name) => ({ value: name, label: words.field(name) }))}
            value={c.field}
            allowDeselect={false}
            onChange={(value) => onChange({ field: value ?? 'need' })}
          />
        )}
        {c.kind === 'contact' && (
          <Select
            label={p.role}
            data={roles.map((role) => ({ value: role, label: t.opportunities.roles[role] }))}
            value={c.role}
            allowDeselect={false}
            onChange={(value) => onChange({ role: value ?? 'decision_maker' })}
          />
        )}
      </div>
      {c.kind === 'interaction' && (
        <>
          <MultiSelect
            label={p.media}
            data={media.map((code) => ({ value: code, label: words.medium(code) }))}
            value={c.media}
            onChange={(value) => onChange({ media: value as Criterion['media'] })}
          />
          <TagsInput label={p.purposes} value={c.purposes} onChange={(purposes) => onChange({ purposes })} />
        </>
      )}
      <TextInput
        label={p.action}
        value={c.action}
        onChange={(event) => onChange({ action: event.currentTarget.value })}
      />
      <Textarea
        label={p.example}
        autosize
        minRows={1}
        maxRows={6}
        value={c.example}
        onChange={(event) => onChange({ example: event.currentTarget.value })}
      />
    </div>
  );
}
