import type { Node as PmNode } from '@tiptap/pm/model';
import { NodeSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { brief } from '@/lib/brief';
import { headline } from '../annotate';
import { isFrame } from '../commands/command';
import { gridOf } from '../commands/table';
import { startDrag } from '../drag';
import type { PanelKind } from '../hooks';
import { addressOf, forget } from '../pictures';
import { aside, button, el, lineField, type Make, noteOf, ours, own, set } from './dom';

const svg = (path: string): SVGSVGElement => {
  const s = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [k, v] of Object.entries({
    viewBox: '0 0 16 16',
    width: '1em',
    height: '1em',
    'aria-hidden': 'true',
  }))
    s.setAttribute(k, v);
  const p = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  p.setAttribute('d', path);
  p.setAttribute('fill', 'currentColor');
  s.append(p);
  return s;
};
const grip =
  'M6 3.2a1.1 1.1 0 1 1-2.2 0 1.1 1.1 0 0 1 2.2 0ZM6 8a1.1 1.1 0 1 1-2.2 0A1.1 1.1 0 0 1 6 8Zm-1.1 5.9a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2ZM12.2 3.2a1.1 1.1 0 1 1-2.2 0 1.1 1.1 0 0 1 2.2 0ZM11.1 9.1a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2Zm1.1 3.7a1.1 1.1 0 1 1-2.2 0 1.1 1.1 0 0 1 2.2 0Z';
const shut =
  'M8 1.5A3.25 3.25 0 0 0 4.75 4.75V6.5h-.5A1.25 1.25 0 0 0 3 7.75v5A1.25 1.25 0 0 0 4.25 14h7.5A1.25 1.25 0 0 0 13 12.75v-5a1.25 1.25 0 0 0-1.25-1.25h-.5V4.75A3.25 3.25 0 0 0 8 1.5Zm1.75 5h-3.5V4.75a1.75 1.75 0 1 1 3.5 0V6.5Z';
const pen =
  'M11.3 1.9a1.6 1.6 0 0 1 2.3 0l.5.5a1.6 1.6 0 0 1 0 2.3l-8 8L2.5 13.6l.9-3.7 7.9-8Zm.9 1.2-7.5 7.5-.4 1.2 1.2-.4 7.5-7.5a.2.2 0 0 0 0-.2l-.6-.6a.2.2 0 0 0-.2 0Z';

/** A clause: its number hangs before the text, the handle and the lock before the number. */
export const clauseView: Make = (hooks) => (first, view, getPos, decorations) => {
  let node = first;
  const t = hooks.text().editor;
  const number = el('span', 'ky-number');
  const handle = button('ky-handle', '', () => undefined, svg(grip));
  handle.addEventListener('pointerdown', (event) => {
    const pos = getPos();
    if (pos !== undefined && !hooks.readOnly()) startDrag(view, pos, event);
  });
  const badge = el('span', 'ky-lock');
  const gutter = aside('ky-gutter', handle, badge, number);
  const body = el('div', 'ky-clause-body');
  const dom = el('section', 'ky-clause', { role: 'group' }, gutter, body);
  const draw = (now: typeof decorations) => {
    const note = noteOf(now);
    if (number.textContent !== note.number) number.textContent = note.number;
    const lock = String(node.attrs.lock ?? '') as '' | 'standard' | 'negotiable' | 'free';
    const hang = `${note.hang}em`;
    if (dom.style.getPropertyValue('--hang') !== hang) dom.style.setProperty('--hang', hang);
    set(dom, 'data-level', String(note.level));
    set(dom, 'data-lock', lock);
    set(badge, 'aria-label', lock === '' ? '' : t.lock.badge(t.lock.short[lock]));
    set(badge, 'role', lock === '' ? '' : 'img');
    set(badge, 'title', lock === '' ? '' : t.lock[lock]);
    badge.replaceChildren(...(lock === 'standard' ? [svg(shut)] : lock === 'free' ? [svg(pen)] : []));
    const words = brief(headline(node), 40);
    set(dom, 'aria-label', `${note.number} ${words}`.trim());
    const label = t.drag(note.number || words);
    set(handle, 'aria-label', label);
    set(handle, 'title', label);
  };
  draw(decorations);
  return {
    dom,
    contentDOM: body,
    update: (next, now) => {
      if (next.type !== node.type) return false;
      node = next;
      draw(now);
      return true;
    },
    ignoreMutation: ours(() => body),
    stopEvent: own,
  };
};

const ofRows = (frame: PmNode): boolean => {
  const inside = frame.firstChild;
  return inside?.type.name === 'row' || (inside !== null && isFrame(inside) && ofRows(inside));
};

/** A condition or a repetition: a thin rule at the left, with a sentence. */
const frameView =
  (kind: 'when' | 'each'): Make =>
  (hooks) =>
  (first, view, getPos, decorations) => {
    let node = first;
    const sentence = el('span', 'ky-sentence');
    const problem = el('span', 'ky-problem');
    const open = () => {
      const pos = getPos();
      if (pos !== undefined && !hooks.readOnly()) hooks.open({ kind, pos });
    };
    const head = button('ky-frame-head', '', open, sentence, problem);
    const handle = button('ky-handle', '', () => undefined, svg(grip));
    handle.addEventListener('pointerdown', (event) => {
      const pos = getPos();
      if (pos !== undefined && !hooks.readOnly()) startDrag(view, pos, event);
    });
    // Among rows it must be read as rows: a table holds nothing else.
    const rows = ofRows(first);
    const bar = rows
      ? aside('ky-frame-bar', el('span', 'ky-frame-cell', { role: 'cell' }, handle, head))
      : aside('ky-frame-bar', handle, head);
    if (rows) set(bar, 'role', 'row');
    const body = el('div', 'ky-frame-body');
    const dom = el('div', `ky-frame ky-${kind}`, { role: rows ? 'rowgroup' : 'group' }, bar, body);
    const draw = (now: typeof decorations) => {
      const note = noteOf(now);
      sentence.textContent = note.label;
      problem.textContent = note.bad;
      dom.classList.toggle('ky-bad', note.bad !== '');
      const label = note.bad ? `${note.label} ${note.bad}` : note.label;
      set(dom, 'aria-label', label);
      set(head, 'aria-label', label);
      set(head, 'title', note.bad || note.label);
      const drag = hooks.text().editor.drag(note.label);
      set(handle, 'aria-label', drag);
      set(handle, 'title', drag);
    };
    draw(decorations);
    return {
      dom,
      contentDOM: body,
      update: (next, now) => {
        if (next.type !== node.type || ofRows(next) !== rows) return false;
        node = next;
        draw(now);
        return true;
      },
      ignoreMutation: ours(() => body),
      stopEvent: own,
    };
  };
export const whenView = frameView('when');
export const eachView = frameView('each');

/** Rows are grids of their own with the same columns: a condition may stand between them. */
export const tableView: Make = (hooks) => (first) => {
  let node = first;
  const dom = el('div', 'ky-table', { role: 'table', 'aria-label': hooks.text().editor.table.name });
  const draw = () => {
    const cols = gridOf(node)
      .map((g) => `minmax(0, ${g.weight || 1}fr)`)
      .join(' ');
    if (dom.style.getPropertyValue('--cols') !== cols) dom.style.setProperty('--cols', cols);
    set(dom, 'data-plain', node.attrs.plain ? 'true' : '');
  };
  draw();
  return {
    dom,
    contentDOM: dom,
    update: (next) => {
      if (next.type !== node.type) return false;
      node = next;
      draw();
      return true;
    },
  };
};

export const pairsView: Make = (hooks) => (first) => {
  let node = first;
  const dom = el('div', 'ky-pairs', { role: 'group', 'aria-label': hooks.text().editor.pairs.name });
  const draw = () => set(dom, 'data-across', Number(node.attrs.across ?? 0) === 2 ? '2' : '');
  draw();
  return {
    dom,
    contentDOM: dom,
    update: (next) => {
      if (next.type !== node.type) return false;
      node = next;
      draw();
      return true;
    },
  };
};

export const pairView: Make = (hooks) => (first, view, getPos) => {
  const t = hooks.text().editor.pairs;
  const label = lineField(view, getPos, 'label', {
    className: 'ky-label',
    label: t.label,
    placeholder: t.label,
    value: String(first.attrs.label ?? ''),
    readOnly: hooks.readOnly(),
  });
  const body = el('div', 'ky-value');
  const dom = el('div', 'ky-pair', {}, aside('ky-pair-label', label.element), body);
  return {
    dom,
    contentDOM: body,
    update: (next) => {
      if (next.type !== first.type) return false;
      label.update(String(next.attrs.label ?? ''));
      return true;
    },
    ignoreMutation: ours(() => body),
    stopEvent: own,
  };
};

export const signatureView: Make = (hooks) => (first, view, getPos) => {
  const t = hooks.text().editor.signature;
  const note = lineField(view, getPos, 'closing', {
    className: 'ky-closing',
    label: t.closing,
    placeholder: t.closing,
    value: String(first.attrs.closing ?? ''),
    readOnly: hooks.readOnly(),
  });
  const body = el('div', 'ky-signatories');
  const dom = el(
    'div',
    'ky-signature',
    { role: 'group', 'aria-label': t.name },
    aside('ky-signature-head', note.element),
    body,
  );
  return {
    dom,
    contentDOM: body,
    update: (next) => {
      if (next.type !== first.type) return false;
      note.update(String(next.attrs.closing ?? ''));
      return true;
    },
    ignoreMutation: ours(() => body),
    stopEvent: own,
  };
};

export const signatoryView: Make = (hooks) => (first, view, getPos, decorations) => {
  const t = hooks.text().editor.signature;
  const title = lineField(view, getPos, 'label', {
    className: 'ky-label',
    label: t.party,
    placeholder: t.party,
    value: String(first.attrs.label ?? ''),
    readOnly: hooks.readOnly(),
  });
  const name = button('ky-chip ky-field', '', () => {
    const pos = getPos();
    if (pos !== undefined && !hooks.readOnly()) hooks.open({ kind: 'party', pos });
  });
  const body = el('div', 'ky-signatory-lines');
  const dom = el('div', 'ky-signatory', {}, aside('ky-signatory-head', title.element, name), body);
  const draw = (now: typeof decorations) => {
    const note = noteOf(now);
    name.textContent = note.label || t.noParty;
    name.classList.toggle('ky-quiet', note.label === '');
    name.classList.toggle('ky-bad', note.bad !== '');
    set(name, 'title', note.bad || t.partyName);
    set(name, 'aria-label', `${t.partyName} ${note.label || t.noParty} ${note.bad}`.trim());
  };
  draw(decorations);
  return {
    dom,
    contentDOM: body,
    update: (next, now) => {
      if (next.type !== first.type) return false;
      title.update(String(next.attrs.label ?? ''));
      draw(now);
      return true;
    },
    ignoreMutation: ours(() => body),
    stopEvent: own,
  };
};

export const attachmentView: Make = (hooks) => (first, view, getPos, decorations) => {
  const t = hooks.text().editor.attachment;
  const number = el('span', 'ky-annex');
  const title = lineField(view, getPos, 'title', {
    className: 'ky-annex-title',
    label: t.title,
    placeholder: t.title,
    value: String(first.attrs.title ?? ''),
    readOnly: hooks.readOnly(),
    max: 120,
  });
  const body = el('div', 'ky-annex-body');
  const dom = el('section', 'ky-attachment', {}, aside('ky-annex-head', number, title.element), body);
  const draw = (now: typeof decorations) => {
    number.textContent = noteOf(now).number;
    set(dom, 'aria-label', noteOf(now).number);
  };
  draw(decorations);
  return {
    dom,
    contentDOM: body,
    update: (next, now) => {
      if (next.type !== first.type) return false;
      title.update(String(next.attrs.title ?? ''));
      draw(now);
      return true;
    },
    ignoreMutation: ours(() => body),
    stopEvent: own,
  };
};

/** Goes into the title of the attachment that the cursor is in. */
export function enterAnnexTitle(view: EditorView): void {
  const { $from } = view.state.selection;
  for (let d = $from.depth; d > 0; d--)
    if ($from.node(d).type.name === 'attachment') {
      const dom = view.nodeDOM($from.before(d));
      if (dom instanceof HTMLElement) dom.querySelector<HTMLInputElement>('.ky-annex-title')?.focus();
      return;
    }
}

/** Blocks without text of their own; a click selects them and opens what can be set. */
const atom =
  (className: string, draw: (dom: HTMLElement, node: PmNode, bad: string) => void): Make =>
  () =>
  (first, _view, _getPos, decorations) => {
    let node = first;
    const dom = el('div', className, { contenteditable: 'false' });
    draw(dom, node, noteOf(decorations).bad);
    return {
      dom,
      update: (next, now) => {
        if (next.type !== node.type) return false;
        node = next;
        draw(dom, node, noteOf(now).bad);
        return true;
      },
      selectNode: () => dom.classList.add('ky-selected'),
      deselectNode: () => dom.classList.remove('ky-selected'),
      ignoreMutation: () => true,
    };
  };

const opening =
  (kind: PanelKind, make: Make): Make =>
  (hooks) =>
  (node, view, getPos, decorations) => {
    const made = make(hooks)(node, view, getPos, decorations);
    made.dom.addEventListener('click', () => {
      const pos = getPos();
      if (pos === undefined || hooks.readOnly()) return;
      view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)));
      hooks.open({ kind, pos });
    });
    return made;
  };

export const pageBreakView: Make = (hooks) =>
  atom('ky-pagebreak', (dom) => {
    const text = hooks.text().editor.pageBreak;
    dom.replaceChildren(el('span', '', {}, text));
    set(dom, 'role', 'separator');
    set(dom, 'aria-label', text);
  })(hooks);

/** Points of the text: what is given in points is drawn in parts of it. */
const BODY = 10.5;

/** The picture itself, or why it is not there. */
function pictureOf(key: string, dom: HTMLElement, missing: string): HTMLImageElement {
  const img = el('img', 'ky-picture', { alt: '', draggable: 'false', 'data-key': key });
  let tries = 0;
  const load = () =>
    void addressOf(key).then(
      (address) => {
        img.src = address;
      },
      () => dom.replaceChildren(el('span', 'ky-logo ky-bad', {}, missing)),
    );
  // An address runs out when the program was started anew.
  img.addEventListener('error', () => {
    forget(key);
    if (tries++ === 0) load();
    else dom.replaceChildren(el('span', 'ky-logo ky-bad', {}, missing));
  });
  load();
  return img;
}

export const imageView: Make = (hooks) =>
  opening(
    'image',
    atom('ky-image', (dom, node) => {
      const t = hooks.text().editor.image;
      const key = String(node.attrs.asset ?? '');
      const alt = String(node.attrs.alt ?? '');
      const width = Number(node.attrs.width ?? 0);
      if (key === 'logo') {
        const box = el('span', 'ky-logo', {}, t.logo);
        box.style.width = `${(width || 90) / BODY}em`;
        dom.replaceChildren(box);
      } else {
        const picture = dom.querySelector('img')?.dataset.key === key ? dom.querySelector('img') : null;
        const img = picture ?? pictureOf(key, dom, t.missing);
        if (!picture) dom.replaceChildren(img);
        img.style.width = width === 0 ? '' : `${width / BODY}em`;
      }
      set(dom, 'data-align', String(node.attrs.align ?? ''));
      set(dom, 'role', 'img');
      set(dom, 'aria-label', alt || (key === 'logo' ? t.logo : t.name));
    }),
  )(hooks);

interface LinesColumn {
  name: string;
  label?: string;
}
const numeric = ['no', 'qty', 'price', 'discount', 'tax', 'subtotal'];
const wideColumns: Record<string, number> = {
  no: 1,
  name: 2.1,
  spec: 1.75,
  note: 1.2,
  subtotal: 1.3,
  price: 1.3,
  qty: 1.1,
};

export const linesView: Make = (hooks) =>
  opening(
    'lines',
    atom('ky-lines', (dom, node, bad) => {
      const t = hooks.text().editor.lines;
      const columns = (node.attrs.columns as LinesColumn[] | null) ?? [];
      const totals = (node.attrs.totals as (keyof typeof t.totalNames)[] | null) ?? [];
      const name = (c: LinesColumn) => c.label || t.names[c.name as keyof typeof t.names] || c.name;
      const cell = (text: string, column: LinesColumn) =>
        el(
          'span',
          'ky-cell',
          { role: 'cell', ...(numeric.includes(column.name) && { 'data-num': '' }) },
          text,
        );
      const head = el(
        'div',
        'ky-row',
        { role: 'row', 'data-part': 'head' },
        ...columns.map((c) => el('span', 'ky-cell', { role: 'columnheader' }, name(c))),
      );
      const row = el(
        'div',
        'ky-row ky-sample',
        { role: 'row' },
        ...columns.map((c) => cell(t.sample[c.name as keyof typeof t.sample] ?? '', c)),
      );
      const feet = totals.map((x) =>
        el(
          'div',
          'ky-total',
          { role: 'row' },
          el('span', '', { role: 'cell' }, t.totalNames[x] ?? x),
          el('span', 'ky-amount', { role: 'cell' }, '…'),
        ),
      );
      dom.style.setProperty(
        '--cols',
        columns.map((c) => `minmax(0, ${wideColumns[c.name] ?? 1}fr)`).join(' '),
      );
      dom.replaceChildren(head, row, ...feet);
      if (bad) dom.append(el('div', 'ky-problem', {}, hooks.text().editor.chip.noLines));
      dom.classList.toggle('ky-bad', bad !== '');
      set(dom, 'role', 'table');
      set(dom, 'aria-label', `${t.aria}: ${columns.map(name).join(', ')}`);
    }),
  )(hooks);
