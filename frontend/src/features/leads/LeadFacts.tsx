import { useText } from '@/i18n';
import { dateTime, dueDate, money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { EditableField, type Editor, Facts, PlainFact } from '@/ui/EditableField';
import { LinkButton } from '@/ui/layout';
import { StaffFact } from '@/ui/StaffPicker';
import { api, type Changes, type Detail, grades } from './api';
import { GradeMark } from './Marks';
import { useChannels, useWords } from './useLead';

/** What is known of a lead, each fact edited where it stands. */
export function LeadFacts({ lead: l, save }: { lead: Detail; save: (c: Changes) => Promise<unknown> }) {
  const t = useText();
  const words = useWords();
  const go = useGo();
  const channels = useChannels();
  const plain = (
    key: 'name' | 'company' | 'phone' | 'wechat' | 'email' | 'need' | 'remark',
    editor: Editor = { kind: 'text' },
  ) => (
    <EditableField
      label={words.field(key)}
      value={l[key]}
      editor={editor}
      display={key === 'phone' && l.number !== '' ? <span className="num">{l.number}</span> : undefined}
      onSave={(value) => save({ [key]: value ?? '' })}
    />
  );
  return (
    <Facts>
      {l.customerId > 0 && l.customerName !== '' && (
        <PlainFact label={words.field('customerId')}>
          <LinkButton onClick={() => go(`/customers/${l.customerId}`)}>{l.customerName}</LinkButton>
        </PlainFact>
      )}
      {l.opportunityId > 0 && l.opportunityName !== '' && (
        <PlainFact label={words.field('opportunityId')}>
          <LinkButton onClick={() => go(`/opportunities/${l.opportunityId}`)}>{l.opportunityName}</LinkButton>
        </PlainFact>
      )}
      {l.reason !== '' && (
        <PlainFact label={words.field('reason')}>
          {[words.word('reason', l.reason), l.reasonNote].filter((s) => s !== '').join(' · ')}
        </PlainFact>
      )}
      <StaffFact
        value={l.ownerId}
        onSave={(to) => (to === 0 ? api.Release([l.id]) : api.Assign([l.id], to))}
      />
      {l.returnsOn !== '' && <PlainFact label={t.leads.team.returns}>{dueDate(l.returnsOn)}</PlainFact>}
      {plain('name')}
      {plain('company')}
      {plain('phone')}
      {plain('wechat')}
      {plain('email')}
      <EditableField
        label={words.field('channelId')}
        value={l.channelId === 0 ? '' : String(l.channelId)}
        editor={{ kind: 'choice', options: channels.map((c) => ({ value: String(c.id), label: c.name })) }}
        display={l.channelName}
        onSave={(value) => save({ channelId: Number(value ?? 0) })}
      />
      {plain('need')}
      {l.interest.length > 0 && (
        <PlainFact label={t.leads.interest}>{l.interest.map((p) => p.name).join(' · ')}</PlainFact>
      )}
      <EditableField
        label={words.field('amount')}
        value={l.amount === 0 ? null : l.amount}
        editor={{ kind: 'money' }}
        display={<span className="num">{money(l.amount)}</span>}
        onSave={(value) => save({ amount: value ?? 0 })}
      />
      <EditableField
        label={words.field('region')}
        value={l.province + l.city}
        editor={{ kind: 'text' }}
        display={l.province === l.city ? l.city : `${l.province} ${l.city}`}
        onSave={(value) => save({ province: value ?? '', city: '' })}
      />
      <EditableField
        label={words.field('decisionMaker')}
        value={l.decisionMaker ? 'yes' : 'no'}
        editor={{
          kind: 'choice',
          options: [
            { value: 'yes', label: t.leads.yes },
            { value: 'no', label: t.leads.no },
          ],
        }}
        onSave={(value) => save({ decisionMaker: value === 'yes' })}
      />
      <EditableField
        label={words.field('ownGrade')}
        value={l.ownGrade || 'rules'}
        editor={{
          kind: 'choice',
          options: [
            { value: 'rules', label: t.leads.byRules },
            ...grades.map((g) => ({ value: g, label: words.word('grade', g) })),
          ],
        }}
        display={<GradeMark grade={l.graded.grade} />}
        onSave={(value) => save({ ownGrade: value === 'rules' ? '' : (value ?? '') })}
      />
      <EditableField
        label={words.field('tags')}
        value={l.tags}
        editor={{ kind: 'tags', known: [] }}
        onSave={(value) => save({ tags: value ?? [] })}
      />
      <PlainFact label={words.field('receivedAt')}>{dateTime(l.receivedAt)}</PlainFact>
      {plain('remark', { kind: 'multi' })}
    </Facts>
  );
}
