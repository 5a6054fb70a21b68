import { Button, Textarea } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import { LinkButton } from '@/ui/layout';
import css from './clauses.module.css';

/** Asks why standard text is touched, before it can be. */
export function ReasonForm(props: {
  label: string;
  action: string;
  onReason: (reason: string) => void | Promise<void>;
  onCancel: () => void;
}) {
  const t = useText();
  const c = t.contracts.clauses;
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState('');
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      props.onCancel();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.currentTarget.requestSubmit();
    }
  };
  return (
    <form
      className={css.reason}
      aria-label={props.label}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() === '') setProblem(c.reasonNeeded);
        else void props.onReason(reason.trim());
      }}
    >
      <Textarea
        label={c.reasonAsk}
        description={c.reasonWhy}
        autosize
        minRows={2}
        maxLength={500}
        autoFocus
        value={reason}
        error={problem === '' ? undefined : problem}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setProblem('');
        }}
      />
      <div className={css.editorFoot}>
        <LinkButton onClick={props.onCancel}>{t.ui.actions.cancel}</LinkButton>
        <Button type="submit">{props.action}</Button>
      </div>
    </form>
  );
}
