import type { Text } from '@/i18n';

/** What can be set up in a small panel beside the text. */
export type PanelKind =
  | 'field'
  | 'check'
  | 'blank'
  | 'ref'
  | 'when'
  | 'each'
  | 'lines'
  | 'image'
  | 'party'
  | 'newField'
  | 'newWhen'
  | 'newEach';

export interface PanelRequest {
  kind: PanelKind;
  /** Of the node, in the document as it is. */
  pos: number;
  /** Label wished for a new field. */
  wish?: string;
}

/** What the drawn nodes ask of the page around them. */
export interface Hooks {
  text: () => Text;
  open: (request: PanelRequest) => void;
  readOnly: () => boolean;
  /** Files of pictures were pasted. */
  pictures: (files: readonly File[]) => void;
}
