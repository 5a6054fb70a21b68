import { lazy, Suspense, useMemo } from 'react';
import { type ContractSection, useContractSections } from '@/lib/feature';

/** What other features show of a contract: its payment plan and what arrived. */
export function Money({ contractId }: { contractId: number }) {
  const sections = useContractSections();
  return sections.map((section) => <Block key={section.key} section={section} contractId={contractId} />);
}

function Block({ section, contractId }: { section: ContractSection; contractId: number }) {
  const Body = useMemo(() => lazy(section.load), [section]);
  return (
    <Suspense fallback={null}>
      <Body contractId={contractId} />
    </Suspense>
  );
}
