import { Switch } from '@mantine/core';
import { useText } from '@/i18n';
import { PdfView } from '@/ui/pdf/PdfView';
import { useProof } from '@/ui/pdf/proofs';
import css from './contract.module.css';
import { type ContractModel, usePages } from './useContract';

/** The pages as they come out of the printer, with every key that is typed beside them. */
export function ContractPages(props: {
  model: ContractModel;
  id: number;
  priceFree: boolean;
  onPriceFree: (on: boolean) => void;
  nameOf: (place: string) => string;
  onHit: (field: string) => void;
  lit?: string;
}) {
  const t = useText();
  const pages = usePages(props.model, props.id, props.priceFree);
  const { proof, error } = useProof(pages);
  return (
    <PdfView
      label={t.contracts.preview}
      proofs={pages}
      error={error}
      nameOf={props.nameOf}
      onHit={props.onHit}
      lit={props.lit}
      tools={
        <Switch
          size="sm"
          className={css.free}
          label={t.contracts.priceFree}
          checked={props.priceFree}
          onChange={(event) => props.onPriceFree(event.currentTarget.checked)}
        />
      }
      note={proof && !proof.draft ? t.contracts.samePaper : undefined}
    />
  );
}
