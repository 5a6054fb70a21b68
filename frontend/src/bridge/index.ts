/** The only door to the backend. Nothing else in the page imports wailsjs, fetch or window.go. */
export { answerClosing } from './closing';
export { type Door, door, installBrowserDoor } from './door';
export { AppError, decodeError, type FieldFault, UNREACHABLE } from './error';
export { listening, on } from './events';
export {
  type Picked,
  type PickOptions,
  pickFiles,
  pickFolder,
  saveFile,
  upload,
  uploadDropped,
} from './files';
export { bytesOf, openInReader, type Printer, printers, printInPage, printOn } from './paper';
export {
  type approval,
  type attachment,
  type backup,
  type compare,
  type contract,
  type customer,
  type exchange,
  type forecast,
  type Given,
  type group,
  type history,
  type insight,
  type intake,
  type interaction,
  type job,
  type lead,
  type opportunity,
  type outreach,
  type payment,
  type product,
  type region,
  type relation,
  type search,
  services,
  type settings,
  type shell,
  type staff,
  type template,
  type workspace,
} from './services';
export type { Change, Drop, JobState } from './types';
