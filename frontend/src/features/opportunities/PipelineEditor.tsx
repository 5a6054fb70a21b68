import { Button, Select, TextInput } from '@mantine/core';
import { IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { show } from '@/lib/toasts';
import { formatScaled } from '@/ui/amount';
import { IconButton, LinkButton } from '@/ui/layout';
import { SideForm } from '@/ui/SideForm';
import { moved, useSortable } from '@/ui/sortable';
import { api, type PipelineView } from './api';
import css from './opportunities.module.css';
import { StageForm } from './StageForm';

const fail = (cause: unknown) => void show({ text: sentence(cause), tone: 'bad' });

/**
 * Pipelines and their stages, edited beside the board. What is asked for stands in the address:
 * "1" for the pipeline, "s12" for a stage, "s0" for a new one.
 */
export function PipelineEditor(props: {
  asked: string;
  pipelines: PipelineView[];
  pipelineId: number;
  onAsk: (what: string) => void;
  onPipeline: (id: number) => void;
}) {
  const { asked, pipelines } = props;
  const t = useText();
  const p = t.opportunities.pipelines;
  const stageId = asked.startsWith('s') ? Number(asked.slice(1)) : undefined;
  const owner =
    pipelines.find((one) => one.stages.some((stage) => stage.id === stageId)) ??
    pipelines.find((one) => one.id === props.pipelineId);
  const stage = owner?.stages.find((one) => one.id === stageId);
  return (
    <SideForm
      opened={asked !== ''}
      onClose={() => props.onAsk('')}
      title={stageId === undefined ? p.title : stage ? p.editStage(stage.name) : p.addStage}
      width={36}
      savesItself={stageId === undefined}
    >
      {owner && stageId === undefined && <Pipeline key={owner.id} {...props} pipeline={owner} />}
      {owner && stageId !== undefined && (
        <StageForm key={asked} pipeline={owner} stage={stage} onClose={() => props.onAsk('1')} />
      )}
    </SideForm>
  );
}

function Pipeline(props: {
  pipeline: PipelineView;
  pipelines: PipelineView[];
  onAsk: (what: string) => void;
  onPipeline: (id: number) => void;
}) {
  const { pipeline, pipelines } = props;
  const t = useText();
  const p = t.opportunities.pipelines;
  const [name, setName] = useState(pipeline.name);
  const [fresh, setFresh] = useState('');
  const rename = () => {
    if (name.trim() === '' || name === pipeline.name) return setName(pipeline.name);
    void api.SavePipeline({ id: pipeline.id, name, version: pipeline.version }, 0).catch((cause) => {
      fail(cause);
      setName(pipeline.name);
    });
  };
  const order = (from: number, to: number) =>
    void api
      .OrderStages(
        pipeline.id,
        moved(pipeline.stages, from, to).map((stage) => stage.id),
      )
      .catch(fail);
  const sortable = useSortable(pipeline.stages.length, order);
  const add = async () => {
    try {
      const made = await api.SavePipeline({ name: fresh }, pipeline.id);
      setFresh('');
      props.onPipeline(made.id);
    } catch (cause) {
      fail(cause);
    }
  };
  const remove = async () => {
    try {
      await api.TrashPipeline(pipeline.id);
      props.onPipeline(0);
    } catch (cause) {
      fail(cause);
    }
  };
  return (
    <div className={css.form}>
      {pipelines.length > 1 && (
        <Select
          label={t.opportunities.pipeline}
          data={pipelines.map((one) => ({ value: String(one.id), label: one.name }))}
          value={String(pipeline.id)}
          allowDeselect={false}
          onChange={(value) => value !== null && props.onPipeline(Number(value))}
        />
      )}
      <div className={css.nameRow}>
        <TextInput
          label={p.name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={rename}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        />
        {pipelines.length > 1 && (
          <IconButton label={p.remove} onClick={() => void remove()}>
            <IconTrash size="1.125rem" />
          </IconButton>
        )}
      </div>
      <h3 className={css.legend}>{p.stages}</h3>
      <ul className={css.stageList} ref={sortable.list}>
        {sortable.order.map((i) => {
          const stage = pipeline.stages[i];
          if (!stage) return null;
          return (
            <li key={stage.id} className={css.stageRow} data-lifted={sortable.lifted === i || undefined}>
              <button
                type="button"
                className={css.gripButton}
                aria-label={`${p.up} / ${p.down}: ${stage.name}`}
                onPointerDown={(event) => sortable.lift(event, i)}
                onKeyDown={(event) => {
                  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
                  if (step === 0 || !pipeline.stages[i + step]) return;
                  event.preventDefault();
                  order(i, i + step);
                }}
              >
                <IconGripVertical size="1.125rem" />
              </button>
              <span>
                <LinkButton onClick={() => props.onAsk(`s${stage.id}`)}>{stage.name}</LinkButton>
              </span>
              <span className={css.muted}>{p.open(stage.open)}</span>
              <span className="num">{t.opportunities.percent(formatScaled(stage.probability, 2))}</span>
            </li>
          );
        })}
      </ul>
      <div>
        <Button variant="default" leftSection={<IconPlus size="1rem" />} onClick={() => props.onAsk('s0')}>
          {p.addStage}
        </Button>
      </div>
      <h3 className={css.legend}>{p.add}</h3>
      <form
        className={css.nameRow}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextInput
          aria-label={p.add}
          placeholder={p.name}
          value={fresh}
          onChange={(event) => setFresh(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={fresh.trim() === ''}>
          {p.add}
        </Button>
      </form>
    </div>
  );
}
