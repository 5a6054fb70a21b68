import { useText } from '@/i18n';
import { DateInput } from '@/ui/inputs';
import css from './interactions.module.css';
import { inDays, nextMonday } from './words';

/** A day to come: the usual ones are one click, any other is typed or chosen. */
export function DayInput(props: {
  label: string;
  value: string;
  error?: string;
  onChange: (day: string) => void;
}) {
  const t = useText();
  const d = t.interactions.days;
  const usual = [
    { label: d.today, day: inDays(0) },
    { label: d.tomorrow, day: inDays(1) },
    { label: d.threeDays, day: inDays(3) },
    { label: d.monday, day: nextMonday() },
    { label: d.month, day: inDays(30) },
  ];
  return (
    <div className={css.day}>
      <DateInput label={props.label} value={props.value} error={props.error} onChange={props.onChange} />
      <fieldset className={css.days} aria-label={props.label}>
        {usual.map((choice) => (
          <button
            key={choice.label}
            type="button"
            className={css.dayChoice}
            aria-pressed={props.value === choice.day}
            onClick={() => props.onChange(choice.day)}
          >
            {choice.label}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
