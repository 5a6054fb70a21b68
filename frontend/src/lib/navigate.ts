import { useNavigate, useParams, useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';

/** "/customers?view=opened" as the router wants it. */
export function destination(path: string): { to: string; search: Record<string, string> } {
  const [to = '/', search = ''] = path.split('?');
  return { to, search: Object.fromEntries(new URLSearchParams(search)) };
}

/** Opens a path of a feature's screen: go('/customers/12'), go('/customers?new=1'). */
export function useGo(): (path: string, replace?: boolean) => void {
  const navigate = useNavigate();
  return useCallback(
    (path, replace = false) => void navigate({ ...destination(path), replace } as never),
    [navigate],
  );
}

/** Back to where the person came from, else to the given path. */
export function useBack(otherwise: string): () => void {
  const router = useRouter();
  const go = useGo();
  return useCallback(() => {
    if (router.history.canGoBack()) router.history.back();
    else go(otherwise);
  }, [router, go, otherwise]);
}

/** The number in a path such as /customers/$id; 0 when there is none. */
export function useIdParam(name = 'id'): number {
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  return Number(params[name] ?? 0);
}

export function useParam(name: string): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  return params[name] ?? '';
}

/** The path now, without parameters of the search part. */
export const usePath = (): string => useRouterState({ select: (s) => s.location.pathname });

/** One value of the search part (#/customers?peek=12); setting it replaces the entry of the history. */
export function useSearchParam(name: string): [string, (value: string) => void] {
  const search = useRouterState({ select: (s) => s.location.search as Record<string, unknown> });
  const navigate = useNavigate();
  const path = usePath();
  const raw = search[name];
  const set = useCallback(
    (value: string) =>
      void navigate({
        to: path,
        replace: true,
        search: (old: Record<string, unknown>) => {
          const { [name]: _, ...rest } = old;
          return value === '' ? rest : { ...rest, [name]: value };
        },
      } as never),
    [navigate, path, name],
  );
  return [raw === undefined ? '' : String(raw), set];
}
