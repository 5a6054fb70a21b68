import { useDebouncedValue } from '@mantine/hooks';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import type { LineMemoryOf } from '@/lib/feature';
import { ago, money } from '@/lib/format';
import { formatScaled } from '@/ui/amount';
import { LinkButton } from '@/ui/layout';
import type { api, Line } from './api';

type Past = NonNullable<Awaited<ReturnType<typeof api.PriceMemory>>['last']>;

/** What this customer was asked for the goods of a line before; nothing when never. */
export function usePastPrices(memory: LineMemoryOf | undefined, line: Line | undefined) {
  // While a name is typed every key would be other goods.
  const [late] = useDebouncedValue(line && { code: line.code, name: line.name, spec: line.spec }, 300);
  const past = useQuery({
    queryKey: ['contract', 'memory', memory?.key, late],
    queryFn: memory ? () => memory.ask(late ?? {}) : skipToken,
    enabled: late !== undefined && late.name !== '',
    meta: { kinds: ['contract', 'contract_issue'] },
  });
  return late !== undefined && late.name === line?.name ? past.data : undefined;
}

/** The last and the lowest price; one click or Alt+L takes the last. */
export function LineMemory(props: {
  last: Past;
  lowest: Past | undefined;
  currency: string;
  onTake: () => void;
}) {
  const t = useText();
  const m = t.contracts.lines.memory;
  const { last, lowest, currency } = props;
  const price = (past: Past) =>
    past.discount === 0
      ? money(past.price, currency)
      : m.discounted(money(past.price, currency), formatScaled(past.discount, 2));
  return (
    <span>
      {m.last(price(last), ago(last.at))}
      {lowest && lowest.net < last.net && ` · ${m.lowest(price(lowest))}`}{' '}
      <LinkButton onClick={props.onTake}>{m.take}</LinkButton>
    </span>
  );
}
