import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { useGo, useSearchParam } from '@/lib/navigate';
import { useRemembered } from '@/lib/prefs';
import { useOwnerFilter } from '@/ui/OwnerFilter';
import { api, keys } from './api';
import { BoardScreen } from './BoardScreen';
import { ListScreen } from './ListScreen';
import { NewOpportunity } from './NewOpportunity';
import css from './opportunities.module.css';
import { PipelineEditor } from './PipelineEditor';

/** The pipelines with their stages. */
export const usePipelines = () =>
  useQuery({
    queryKey: keys.pipelines,
    queryFn: () => api.Pipelines(),
    meta: { kinds: ['pipeline', 'stage', 'opportunity'] },
  }).data ?? [];

/** 商机: as a board, or as a list. */
export default function OpportunitiesScreen() {
  const t = useText();
  const o = t.opportunities;
  const go = useGo();
  const [layoutParam, setLayoutParam] = useSearchParam('layout');
  const [kept, keep] = useRemembered<'board' | 'list'>('opportunities.layout', 'board');
  const [newParam, setNew] = useSearchParam('new');
  const [editParam, setEdit] = useSearchParam('edit');
  const [pipelineParam, setPipeline] = useSearchParam('pipeline');
  const [viewParam] = useSearchParam('view');
  const owner = useOwnerFilter();
  // "1", a name, or whose it will be: "customer:12".
  const newFor = Number(/^customer:(\d+)$/.exec(newParam)?.[1] ?? 0);
  const pipelines = usePipelines();
  const pipelineId = Number(pipelineParam) || 0;
  // A view of the list named in the address is what is asked for.
  const layout =
    layoutParam === 'list' || layoutParam === 'board' ? layoutParam : viewParam !== '' ? 'list' : kept;
  useCommand('opportunities.new', () => setNew('1'));
  const onEditStage = useCallback((id: number) => setEdit(`s${id}`), [setEdit]);

  const choice = (all: boolean) => (
    <>
      {pipelines.length > 1 && (
        <Select
          aria-label={o.pipeline}
          className={css.pipeline}
          data={[
            ...(all ? [{ value: '0', label: o.anyPipeline }] : []),
            ...pipelines.map((p) => ({ value: String(p.id), label: p.name })),
          ]}
          value={String(pipelineId === 0 && !all ? (pipelines[0]?.id ?? 0) : pipelineId)}
          allowDeselect={false}
          onChange={(value) => setPipeline(value === null || value === '0' ? '' : value)}
        />
      )}
      {owner.select}
    </>
  );
  const actions = (
    <>
      <SegmentedControl
        aria-label={o.layout}
        data={[
          { value: 'board', label: o.board },
          { value: 'list', label: o.list },
          { value: 'forecast', label: t.forecast.short },
        ]}
        value={layout}
        onChange={(value) => {
          if (value === 'forecast') return go('/forecast');
          keep(value as 'board' | 'list');
          setLayoutParam(value);
        }}
      />
      <Button variant="default" onClick={() => setEdit('1')}>
        {o.pipelines.edit}
      </Button>
      <Button leftSection={<IconPlus size="1.125rem" />} onClick={() => setNew('1')}>
        {o.new}
      </Button>
    </>
  );
  const shownId = pipelineId || pipelines[0]?.id || 0;
  return (
    <>
      {layout === 'board' ? (
        <BoardScreen
          pipelineId={pipelineId}
          ownerId={owner.id}
          choice={choice(false)}
          actions={actions}
          onNew={() => setNew('1')}
          onEditStage={onEditStage}
        />
      ) : (
        <ListScreen
          pipelineId={pipelineId}
          ownerId={owner.id}
          pipelines={pipelines}
          choice={choice(true)}
          actions={actions}
          onNew={(name) => setNew(name === '' ? '1' : name)}
        />
      )}
      <NewOpportunity
        opened={newParam !== ''}
        name={newParam === '1' || newFor > 0 ? '' : newParam}
        customerId={newFor}
        pipelineId={pipelineId}
        onClose={() => setNew('')}
        onOpen={(id) => window.setTimeout(() => go(`/opportunities/${id}`))}
      />
      <PipelineEditor
        asked={editParam}
        pipelines={pipelines}
        pipelineId={shownId}
        onAsk={setEdit}
        onPipeline={(id) => setPipeline(id === 0 ? '' : String(id))}
      />
    </>
  );
}
