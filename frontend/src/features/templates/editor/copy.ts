import type { Node as PmNode } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import { notesOf } from './annotate';
import { gridOf, spanOf } from './commands/table';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const tags: Record<string, string> = { bold: 'b', underline: 'u', superscript: 'sup' };

/** What is selected, for other programs: clean HTML and text, both with the numbers. */
export function copied(state: EditorState): { html: string; text: string } {
  const { from, to } = state.selection;
  const { outline, decorations, context } = notesOf(state);
  const numbers = new Map(outline.map((n) => [n.pos, n.number]));
  const noted = (pos: number, node: PmNode): string =>
    String(decorations.find(pos, pos + node.nodeSize).find((d) => d.from === pos)?.spec.label ?? '');
  const html: string[] = [];
  const text: string[] = [];

  const inline = (line: PmNode, start: number): { html: string; text: string } => {
    let h = '';
    let t = '';
    line.forEach((node, offset) => {
      const pos = start + offset;
      if (pos >= to || pos + node.nodeSize <= from) return;
      let plain: string;
      if (node.isText) plain = (node.text ?? '').slice(Math.max(0, from - pos), to - pos);
      else
        switch (node.type.name) {
          case 'break':
            h += '<br>';
            t += '\n';
            return;
          case 'blank':
            plain = '_'.repeat(Number(node.attrs.em ?? 8));
            break;
          case 'check':
            plain = `\u25a1 ${noted(pos, node)}`;
            break;
          case 'ref':
            plain = noted(pos, node);
            break;
          default:
            plain = `\u3010${context.names.label(String(node.attrs.key ?? ''))}\u3011`;
        }
      t += plain;
      let dressed = escaped(plain);
      for (const mark of node.marks) {
        const tag = tags[mark.type.name];
        if (tag) dressed = `<${tag}>${dressed}</${tag}>`;
      }
      h += dressed;
    });
    return { html: h, text: t };
  };

  const visit = (node: PmNode, pos: number, number: string) => {
    const end = pos + node.nodeSize;
    if (pos >= to || end <= from) return;
    const type = node.type.name;
    if (type === 'table') {
      const rows: string[] = [];
      node.descendants((row, offset) => {
        if (row.type.name !== 'row') return true;
        const at = pos + 1 + offset;
        if (at >= to || at + row.nodeSize <= from) return false;
        const cells: string[] = [];
        const plain: string[] = [];
        row.forEach((cell, o) => {
          const c = inline(cell, at + 1 + o + 1);
          const tag = row.attrs.part === 'head' ? 'th' : 'td';
          cells.push(`<${tag}${spanOf(cell) > 1 ? ` colspan="${spanOf(cell)}"` : ''}>${c.html}</${tag}>`);
          plain.push(c.text.replaceAll('\n', ' '));
        });
        rows.push(`<tr>${cells.join('')}</tr>`);
        text.push(plain.join('\t'));
        return false;
      });
      html.push(`<table border="1" data-columns="${gridOf(node).length}">${rows.join('')}</table>`);
      return;
    }
    if (node.isTextblock) {
      const line = inline(node, pos + 1);
      const label =
        type === 'pair' && node.attrs.label
          ? `${node.attrs.label}${context.language === 'en' ? ': ' : '\uff1a'}`
          : '';
      const whole = from <= pos + 1;
      const before = whole && number !== '' ? `${number} ` : '';
      const tag = type === 'title' ? 'h1' : type === 'heading' ? 'h2' : 'p';
      const align = node.attrs.align ? ` style="text-align:${node.attrs.align}"` : '';
      html.push(`<${tag}${align}>${escaped(before + (whole ? label : ''))}${line.html}</${tag}>`);
      text.push(before + (whole ? label : '') + line.text);
      return;
    }
    if (type === 'signature' && node.attrs.closing) {
      html.push(`<p>${escaped(String(node.attrs.closing))}</p>`);
      text.push(String(node.attrs.closing));
    }
    if (type === 'attachment') {
      const title = `${numbers.get(pos) ?? ''} ${node.attrs.title ?? ''}`.trim();
      html.push(`<h1>${escaped(title)}</h1>`);
      text.push(title);
    }
    if (type === 'signatory') {
      const name = node.attrs.key ? `\u3010${context.names.label(String(node.attrs.key))}\u3011` : '';
      html.push(`<p>${escaped(`${node.attrs.label ?? ''} ${name}`.trim())}</p>`);
      text.push(`${node.attrs.label ?? ''} ${name}`.trim());
    }
    node.forEach((child, offset, i) => {
      visit(child, pos + 1 + offset, type === 'clause' && i === 0 ? (numbers.get(pos) ?? '') : '');
    });
  };
  state.doc.forEach((node, offset) => {
    visit(node, offset, '');
  });
  return { html: html.join('\n'), text: text.join('\n') };
}
