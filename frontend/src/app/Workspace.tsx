import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText } from '@/i18n';
import { workspaceStatus } from '@/lib/workspace';

export function useWorkspaceName(): string {
  const t = useText();
  const status = useQuery({ queryKey: ['workspace', 'status'], queryFn: workspaceStatus });
  return status.data?.name || t.app.name;
}

export function WorkspaceGate({ children }: { children: ReactNode }) {
  return <>{children}</>;
}
