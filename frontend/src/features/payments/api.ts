import { type Given, type payment, services } from '@/bridge';

export const api = services.payment;
export type Plan = payment.Plan;
export type PlanRow = payment.Row;
export type Payment = payment.Payment;
export type Entry = payment.Entry;
export type Due = payment.Due;
export type Share = payment.Share;
export type Sum = payment.Sum;
export type NewRow = Given<payment.PlanRow>;

/** Kinds whose changes move what is owed. */
export const kinds = ['payment', 'plan_row', 'contract', 'customer'];
export const keys = {
  plan: (contractId: number) => ['plan_row', 'contract', contractId] as const,
  account: (customerId: number) => ['payment', 'customer', customerId] as const,
  overview: ['payment', 'overview'] as const,
};

export const rowKinds = ['deposit', 'progress', 'delivery', 'acceptance', 'retention', 'final'] as const;
export const methods = ['transfer', 'cash', 'wechat_pay', 'alipay', 'cheque', 'card', 'other'] as const;
