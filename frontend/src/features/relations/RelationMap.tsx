import { Menu } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useGo } from '@/lib/navigate';
import { rootPixels, useTextSize } from '@/lib/prefs';
import { show } from '@/lib/toasts';
import { IconButton } from '@/ui/layout';
import { api, type Circle } from './api';
import { branches, draw, type Node } from './layout';
import css from './relations.module.css';
import { useTieWords } from './words';

/** The customers around one, one or two steps away: lines in SVG, the customers as links on them. */
export function RelationMap(props: { circle: Circle; limit: number; compact: boolean }) {
  const t = useText();
  const { ref, width } = useElementSize();
  useTextSize(); // another size of text is another picture
  const rem = rootPixels();
  const list = branches(props.circle, !props.compact).slice(0, props.limit);
  const drawing = draw(list, width, rem);
  const { centre } = drawing;
  return (
    <div ref={ref} className={css.map} style={{ height: drawing.height }}>
      {width > 0 && (
        <>
          <svg className={css.lines} width={width} height={drawing.height} aria-hidden="true">
            {drawing.lines.map((line) => (
              <path key={line.key} d={line.d} className={line.found ? css.found : css.kept} />
            ))}
          </svg>
          <div
            className={`${css.pill} ${css.centre}`}
            style={{ left: centre.x, top: centre.y, width: centre.width, height: centre.height }}
            title={props.circle.name}
          >
            <span className={css.name}>{props.circle.name}</span>
            <span className={css.word}>{t.relations.here}</span>
          </div>
          {drawing.nodes.map((node) => (
            <Pill key={`${node.step}-${node.id}`} node={node} editable={!props.compact} />
          ))}
        </>
      )}
    </div>
  );
}

function Pill({ node, editable }: { node: Node; editable: boolean }) {
  const go = useGo();
  const words = useTieWords();
  const kept = node.step === 1 ? node.ties.filter((tie) => tie.id !== 0) : [];
  const word = node.ties.map(words.word).join(' · ');
  const note = kept.map((tie) => tie.note).filter((text) => text !== '');
  return (
    <div
      className={`${css.node} ${node.step === 2 ? css.second : ''}`}
      style={{ left: node.x, top: node.y, width: node.width, height: node.height }}
    >
      <a
        className={css.pill}
        href={`#/customers/${node.id}`}
        title={[`${word}: ${node.name}`, ...node.ties.map(words.why), ...note]
          .filter((s) => s !== '')
          .join('\n')}
        aria-label={`${word}: ${node.name}`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          go(`/customers/${node.id}`);
        }}
      >
        <span className={css.word}>{[word, ...note].join(' · ')}</span>
        <span className={css.name}>{node.name}</span>
      </a>
      {editable && kept.length > 0 && <Remove node={node} />}
    </div>
  );
}

function Remove({ node }: { node: Node }) {
  const t = useText();
  const words = useTieWords();
  const remove = (id: number) =>
    void api.Remove(id).catch((cause) => void show({ text: sentence(cause), tone: 'bad' }));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton label={t.relations.menu(node.name)}>
          <IconDots size="1rem" />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {node.ties
          .filter((tie) => tie.id !== 0)
          .map((tie) => (
            <Menu.Item key={tie.id} c="var(--crm-seal)" onClick={() => remove(tie.id)}>
              {t.relations.remove(words.word(tie))}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
