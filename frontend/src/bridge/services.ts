import type * as approvalMethods from '@wails/go/approval/Service';
import type * as attachmentMethods from '@wails/go/attachment/Service';
import type * as backupMethods from '@wails/go/backup/Service';
import type * as contractMethods from '@wails/go/contract/Service';
import type * as customerMethods from '@wails/go/customer/Service';
import type * as exchangeMethods from '@wails/go/exchange/Service';
import type * as forecastMethods from '@wails/go/forecast/Service';
import type * as groupMethods from '@wails/go/group/Service';
import type * as historyMethods from '@wails/go/history/Service';
import type * as insightMethods from '@wails/go/insight/Service';
import type * as intakeMethods from '@wails/go/intake/Service';
import type * as interactionMethods from '@wails/go/interaction/Service';
import type * as jobMethods from '@wails/go/job/Service';
import type * as leadMethods from '@wails/go/lead/Service';
import type * as opportunityMethods from '@wails/go/opportunity/Service';
import type * as outreachMethods from '@wails/go/outreach/Service';
import type * as paymentMethods from '@wails/go/payment/Service';
import type * as productMethods from '@wails/go/product/Service';
import type * as regionMethods from '@wails/go/region/Service';
import type * as relationMethods from '@wails/go/relation/Service';
import type * as sampleMethods from '@wails/go/sample/Service';
import type * as searchMethods from '@wails/go/search/Service';
import type * as settingsMethods from '@wails/go/settings/Service';
import type * as shellMethods from '@wails/go/shell/Service';
import type * as staffMethods from '@wails/go/staff/Service';
import type * as templateMethods from '@wails/go/template/Service';
import type * as workspaceMethods from '@wails/go/workspace/Service';
import { service } from './door';

/** Shapes of the records, generated from Go; the comments of the Go types say what each field means. */
export type {
  approval,
  attachment,
  backup,
  compare,
  contract,
  customer,
  exchange,
  files,
  forecast,
  group,
  history,
  insight,
  intake,
  interaction,
  job,
  lead,
  opportunity,
  outreach,
  payment,
  product,
  region,
  relation,
  search,
  settings,
  shell,
  staff,
  template,
  workspace,
} from '@wails/go/models';

/** What a call takes: Go fills what is left out with its zero value. */
export type Given<T> = 0 extends 1 & T
  ? T
  : T extends string
    ? T | ''
    : T extends (infer Item)[]
      ? Given<Item>[]
      : T extends object
        ? { [Key in keyof T]?: Given<T[Key]> | null }
        : T;

type Bound<Methods> = {
  [Name in keyof Methods]: Methods[Name] extends (...args: infer Args) => infer Answer
    ? (...args: { [At in keyof Args]: Given<Args[At]> }) => Answer
    : never;
};

/** The services of the backend with the types of the generated bindings. */
export const services = {
  approval: service<Bound<typeof approvalMethods>>('approval'),
  attachment: service<Bound<typeof attachmentMethods>>('attachment'),
  backup: service<Bound<typeof backupMethods>>('backup'),
  contract: service<Bound<typeof contractMethods>>('contract'),
  customer: service<Bound<typeof customerMethods>>('customer'),
  exchange: service<Bound<typeof exchangeMethods>>('exchange'),
  forecast: service<Bound<typeof forecastMethods>>('forecast'),
  group: service<Bound<typeof groupMethods>>('group'),
  history: service<Bound<typeof historyMethods>>('history'),
  insight: service<Bound<typeof insightMethods>>('insight'),
  intake: service<Bound<typeof intakeMethods>>('intake'),
  interaction: service<Bound<typeof interactionMethods>>('interaction'),
  job: service<Bound<typeof jobMethods>>('job'),
  lead: service<Bound<typeof leadMethods>>('lead'),
  opportunity: service<Bound<typeof opportunityMethods>>('opportunity'),
  outreach: service<Bound<typeof outreachMethods>>('outreach'),
  payment: service<Bound<typeof paymentMethods>>('payment'),
  product: service<Bound<typeof productMethods>>('product'),
  region: service<Bound<typeof regionMethods>>('region'),
  relation: service<Bound<typeof relationMethods>>('relation'),
  sample: service<Bound<typeof sampleMethods>>('sample'),
  search: service<Bound<typeof searchMethods>>('search'),
  settings: service<Bound<typeof settingsMethods>>('settings'),
  shell: service<Bound<typeof shellMethods>>('shell'),
  staff: service<Bound<typeof staffMethods>>('staff'),
  template: service<Bound<typeof templateMethods>>('template'),
  workspace: service<Bound<typeof workspaceMethods>>('workspace'),
};
