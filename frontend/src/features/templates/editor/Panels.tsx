import { Button, NumberInput, Popover, Select } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { NodeSelection } from '@tiptap/pm/state';
import { type ReactNode, useEffect, useRef } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { LinkButton } from '@/ui/layout';
import type { Field, Source } from '../api';
import { FieldForm } from '../FieldForm';
import { notesOf, outside } from './annotate';
import { ConditionPanel } from './ConditionPanel';
import { insertInline, pointAt, removeBlock, setAttrs, unwrap, wrapEach, wrapWhen } from './commands/blocks';
import { type Change, command } from './commands/command';
import { insideList } from './commands/where';
import type { Condition } from './condition';
import { FieldSelect } from './FieldSelect';
import type { PanelRequest } from './hooks';
import { ImagePanel } from './ImagePanel';
import { LinesPanel } from './LinesPanel';
import css from './menu.module.css';
import { formatFits, formatsOf } from './names';
import { focusLater, useEditorValue } from './useTipTap';

interface Props {
  editor: Editor;
  request: PanelRequest;
  sources: Source[];
  fields: Field[];
  onClose: () => void;
  onEditField?: (key: string) => void;
  onDefineField?: (field: Field) => void;
}

/** The small panel that sets up what was clicked, beside it. */
export function Panels(props: Props) {
  const { editor, request, onClose } = props;
  const e = useText().editor;
  const titles: Record<PanelRequest['kind'], string> = {
    field: e.field,
    check: e.blocks.check,
    blank: e.blocks.blank,
    ref: e.ref,
    when: e.when.title,
    newWhen: e.when.title,
    each: e.each.title,
    newEach: e.each.title,
    lines: e.lines.title,
    image: e.image.name,
    party: e.signature.party,
    newField: e.newField,
  };
  const anchor = useRef<HTMLSpanElement>(null);
  // What is set shows at once, not when the text is told to the screen.
  useEditorValue(
    editor,
    ({ state }) => state.doc.nodeAt(Math.min(request.pos, state.doc.content.size))?.attrs,
  );
  const place = () => {
    const inText = ['newField', 'newWhen', 'newEach'].includes(request.kind);
    const dom = inText ? null : editor.view.nodeDOM(request.pos);
    if (dom instanceof HTMLElement) {
      const head = dom.querySelector(':scope > .ky-frame-bar, :scope > .ky-signatory-head') ?? dom;
      return head.getBoundingClientRect();
    }
    const c = editor.view.coordsAtPos(Math.min(request.pos, editor.state.doc.content.size));
    return new DOMRect(c.left, c.top, 1, c.bottom - c.top);
  };
  const box = place();
  const close = () => {
    onClose();
    focusLater(editor);
  };
  // Lists of its own fields lie outside of it: a click in them is not a click beside it.
  const { onClose: leave } = props;
  useEffect(() => {
    const away = (event: PointerEvent) => {
      if (event.target instanceof Element && !event.target.closest('[data-portal]')) leave();
    };
    document.addEventListener('pointerdown', away, true);
    return () => document.removeEventListener('pointerdown', away, true);
  }, [leave]);
  return (
    <Popover
      opened
      onClose={close}
      onDismiss={close}
      position="bottom-start"
      trapFocus
      returnFocus={false}
      withArrow={false}
      shadow="md"
      middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
      closeOnEscape
      closeOnClickOutside={false}
    >
      <Popover.Target>
        <span
          ref={anchor}
          aria-hidden="true"
          className={css.anchor}
          style={{ left: box.left, top: box.top, width: Math.min(box.width, 240), height: box.height }}
        />
      </Popover.Target>
      <Popover.Dropdown
        className={css.dropdown}
        aria-label={titles[request.kind]}
        aria-labelledby={undefined}
      >
        <Content {...props} onClose={close} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Content(props: Props): ReactNode {
  const { editor, request, onClose } = props;
  const t = useText();
  const e = t.editor;
  const { names } = notesOf(editor.state).context;
  const node = editor.state.doc.nodeAt(Math.min(request.pos, editor.state.doc.content.size));
  const inside = insideList(editor.state.selection);
  const run = (change: Change) => command(change)(editor.state, editor.view.dispatch);
  const finish = (change: Change) => {
    run(change);
    onClose();
  };
  const remove = (label: string) => (
    <LinkButton onClick={() => finish(nodeOrBlock(request.pos))}>{label}</LinkButton>
  );
  switch (request.kind) {
    case 'field':
      return node ? <FieldPanel {...props} remove={remove(e.chip.remove)} /> : null;
    case 'check': {
      const key = String(node?.attrs.key ?? '');
      const choices = names.of(key)?.type === 'choice' ? names.of(key)?.choices : undefined;
      return (
        <div className={css.panel}>
          <FieldSelect
            label={e.chip.replace}
            autoFocus
            items={names.forText(inside).filter((m) => m.type === 'yesNo' || m.type === 'choice')}
            value={key}
            onChange={(next) =>
              run(
                setAttrs(request.pos, {
                  key: next,
                  value:
                    names.of(next)?.type === 'choice' ? (names.of(next)?.choices?.[0]?.value ?? null) : null,
                }),
              )
            }
          />
          {choices && (
            <Select
              label={e.chip.choice}
              data={choices}
              value={String(node?.attrs.value ?? '')}
              allowDeselect={false}
              comboboxProps={{ zIndex: 400 }}
              onChange={(value) => run(setAttrs(request.pos, { value }))}
            />
          )}
          <div className={css.foot}>{remove(e.chip.remove)}</div>
        </div>
      );
    }
    case 'blank':
      return (
        <div className={css.panel}>
          <NumberInput
            label={e.chip.length}
            data-autofocus
            min={3}
            max={60}
            value={Number(node?.attrs.em ?? 8)}
            onChange={(em) => {
              const n = Math.round(Number(em));
              if (n >= 3 && n <= 60) run(setAttrs(request.pos, { em: n }));
            }}
          />
          <div className={css.foot}>{remove(e.chip.remove)}</div>
        </div>
      );
    case 'ref':
      return <RefPanel {...props} remove={remove(e.chip.remove)} />;
    case 'when':
    case 'newWhen':
      return (
        <ConditionPanel
          names={names}
          inside={request.kind === 'when' ? insideList(selectionAt(editor, request.pos)) : inside}
          value={
            request.kind === 'when'
              ? ((node?.attrs.condition ?? undefined) as Condition | undefined)
              : undefined
          }
          onCancel={onClose}
          onDone={(condition) =>
            finish(request.kind === 'when' ? setAttrs(request.pos, { condition }) : wrapWhen(condition))
          }
          onUnwrap={request.kind === 'when' ? () => finish(unwrap(request.pos)) : undefined}
          onRemove={request.kind === 'when' ? () => finish(removeBlock(request.pos)) : undefined}
        />
      );
    case 'each':
    case 'newEach': {
      const lists = names.lists();
      if (lists.length === 0) return <p className={css.panel}>{e.each.none}</p>;
      return (
        <div className={css.panel}>
          <Select
            label={e.each.list}
            data-autofocus
            data={lists.map((l) => ({ value: l.key, label: l.label }))}
            value={request.kind === 'each' ? String(node?.attrs.list ?? '') : null}
            allowDeselect={false}
            comboboxProps={{ zIndex: 400 }}
            onChange={(list) => {
              if (list) finish(request.kind === 'each' ? setAttrs(request.pos, { list }) : wrapEach(list));
            }}
          />
          {request.kind === 'each' && (
            <div className={css.foot}>
              <LinkButton onClick={() => finish(unwrap(request.pos))}>{e.each.unwrap}</LinkButton>
            </div>
          )}
        </div>
      );
    }
    case 'lines':
      return (
        <div>
          <LinesPanel
            columns={(node?.attrs.columns ?? []) as { name: string; label?: string }[]}
            totals={(node?.attrs.totals ?? []) as string[]}
            onChange={(columns, totals) => run(setAttrs(request.pos, { columns, totals }))}
          />
          <div className={css.foot}>{remove(e.chip.remove)}</div>
        </div>
      );
    case 'image':
      return node ? <ImagePanel {...props} node={node} run={run} remove={remove} /> : null;
    case 'party':
      return (
        <div className={css.panel}>
          <FieldSelect
            label={e.signature.partyName}
            autoFocus
            items={names.forText(inside).filter((m) => m.type === 'text')}
            value={String(node?.attrs.key ?? '') || null}
            clearLabel={e.signature.noParty}
            onChange={(key) => run(setAttrs(request.pos, { key: key === '' ? null : key }))}
          />
          <div className={css.foot}>
            <LinkButton onClick={() => finish(removeBlock(request.pos))}>
              {e.signature.removeParty}
            </LinkButton>
            <span className={css.gap} />
            <Button onClick={onClose}>{t.ui.actions.done}</Button>
          </div>
        </div>
      );
    case 'newField':
      return (
        <div className={css.wide}>
          <b>{e.newField}</b>
          <FieldForm
            field={{ key: '', label: request.wish ?? '', type: 'text' }}
            definition={{ fields: props.fields }}
            sources={props.sources}
            onClose={onClose}
            onSave={async (field) => {
              props.onDefineField?.(field);
              onClose();
              const inText = field.type !== 'lines' && (field.type as string) !== 'list';
              const key = field.type === 'party' ? `${field.key}.name` : field.key;
              if (inText) run(insertInline({ type: 'field', attrs: { key } }));
            }}
          />
        </div>
      );
  }
}

const nodeOrBlock =
  (pos: number): Change =>
  (tr) => {
    const node = tr.doc.nodeAt(pos);
    if (!node) return false;
    if (node.isBlock) return removeBlock(pos)(tr);
    tr.delete(pos, pos + node.nodeSize);
    return true;
  };

const selectionAt = (editor: Editor, pos: number) => NodeSelection.create(editor.state.doc, pos);

function FieldPanel(props: Props & { remove: ReactNode }) {
  const { editor, request } = props;
  const t = useText();
  const e = t.editor;
  const shared = useShared();
  const { names } = notesOf(editor.state).context;
  const node = editor.state.doc.nodeAt(request.pos);
  const key = String(node?.attrs.key ?? '');
  const format = String(node?.attrs.format ?? '');
  const meaning = names.of(key);
  const run = (change: Change) => command(change)(editor.state, editor.view.dispatch);
  const formats = formatsOf(meaning?.type ?? 'text');
  const source = meaning?.field ? names.of(meaning.field.source)?.label : undefined;
  return (
    <div className={css.panel}>
      {!meaning && (
        <p role="alert" className={css.problem}>
          {e.chip.goneField(names.label(key))}
        </p>
      )}
      <FieldSelect
        label={meaning ? e.field : e.chip.replace}
        autoFocus={!meaning}
        items={names.forText(insideList(editor.state.selection))}
        value={key}
        goneLabel={names.label(key)}
        onChange={(next) =>
          run(
            setAttrs(request.pos, {
              key: next,
              format: formatFits(names.of(next)?.type ?? 'text', format) ? format || null : null,
            }),
          )
        }
      />
      {meaning && (
        <p className={css.muted}>
          {e.chip.type}: {shared(`template.type.${meaning.type}`)}
          {source ? ` · ${e.chip.source}: ${source}` : ''}
        </p>
      )}
      {formats.length > 1 && (
        <Select
          label={e.chip.format}
          data={formats.map((f) => ({
            value: f,
            label: f === '' ? e.formats.usual : e.formats[f as keyof typeof e.formats],
          }))}
          value={format}
          allowDeselect={false}
          data-autofocus
          comboboxProps={{ zIndex: 400 }}
          onChange={(next) => run(setAttrs(request.pos, { format: next || null }))}
        />
      )}
      <div className={css.foot}>
        {props.remove}
        <span className={css.gap} />
        {meaning?.field && props.onEditField && (
          <LinkButton
            onClick={() => {
              props.onClose();
              props.onEditField?.(meaning.field?.key ?? key);
            }}
          >
            {e.chip.edit}
          </LinkButton>
        )}
      </div>
    </div>
  );
}

function RefPanel(props: Props & { remove: ReactNode }) {
  const { editor, request, onClose } = props;
  const e = useText().editor;
  const { outline, context } = notesOf(editor.state);
  const clause = String(editor.state.doc.nodeAt(request.pos)?.attrs.clause ?? '');
  const target = outline.find((n) => n.id === clause);
  const around = outside(outline, context.part);
  const beyond = around.find((n) => n.id === clause);
  return (
    <div className={css.panel}>
      {!target && !beyond && (
        <p role="alert" className={css.problem}>
          {e.chip.goneClause}
        </p>
      )}
      <Select
        label={e.ref}
        data-autofocus
        searchable
        data={[
          ...outline.map((n) => ({ value: String(n.pos), label: `${n.number} ${n.headline}` })),
          ...around.map((n) => ({ value: `#${n.id}`, label: `${n.number} ${n.headline}` })),
        ]}
        value={target ? String(target.pos) : beyond ? `#${beyond.id}` : null}
        allowDeselect={false}
        comboboxProps={{ zIndex: 400 }}
        onChange={(chosen) => {
          if (chosen === null) return;
          const to = chosen.startsWith('#') ? chosen.slice(1) : Number(chosen);
          const taken = context.part?.targets.map((n) => n.id);
          command(pointAt(request.pos, to, taken))(editor.state, editor.view.dispatch);
          onClose();
        }}
      />
      <div className={css.foot}>
        {props.remove}
        <span className={css.gap} />
        {target && (
          <LinkButton
            onClick={() => {
              onClose();
              editor.commands.setTextSelection(target.pos + 2);
              editor.commands.scrollIntoView();
            }}
          >
            {e.chip.goTo}
          </LinkButton>
        )}
      </div>
    </div>
  );
}
