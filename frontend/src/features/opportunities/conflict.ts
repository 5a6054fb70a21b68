import { decodeError } from '@/bridge';
import type { Text } from '@/i18n';
import { ago } from '@/lib/format';

/** What somebody else did with a card meanwhile: moved it to a stage, or closed it (then stageId is 0). */
export interface Meanwhile {
  stage: string;
  stageId: number;
  outcome: string;
  /** Who did it; '' where nobody is named. */
  by: string;
  /** Milliseconds. */
  at: number;
}

/** What a refusal says of a card that was not where it was seen; undefined for other errors. */
export function meanwhile(cause: unknown): Meanwhile | undefined {
  const { code, params } = decodeError(cause);
  if (code !== 'opportunity.elsewhere' && code !== 'opportunity.closed') return undefined;
  if (params.at === undefined) return undefined;
  return {
    stage: String(params.stage ?? ''),
    stageId: Number(params.stageId ?? 0),
    outcome: String(params.outcome ?? ''),
    by: String(params.by ?? ''),
    at: Number(params.at),
  };
}

/** The sentence for it. */
export function told(t: Text, now: Meanwhile): string {
  const c = t.opportunities.conflict;
  const when = ago(now.at);
  if (now.stageId !== 0) return c.moved(now.by, when, now.stage);
  return c.closed(now.by, when, c.outcomes[now.outcome as keyof typeof c.outcomes]);
}
