import { Button } from '@mantine/core';
import { useText } from '@/i18n';
import { Empty } from '@/ui/layout';

/** A screen that threw: what was saved is safe, and there is a way on. */
export function CrashScreen({ error }: { error: unknown }) {
  const t = useText();
  console.error(error);
  return (
    <Empty title={t.app.errors.crashTitle} text={t.app.errors.crashText}>
      <Button onClick={() => window.location.reload()}>{t.app.errors.reload}</Button>
      <Button
        variant="default"
        onClick={() => {
          window.location.hash = '#/';
          window.location.reload();
        }}
      >
        {t.app.errors.home}
      </Button>
    </Empty>
  );
}

export function NotFound() {
  const t = useText();
  return (
    <Empty title={t.app.errors.notFound}>
      <Button
        onClick={() => {
          window.location.hash = '#/';
        }}
      >
        {t.app.errors.home}
      </Button>
    </Empty>
  );
}
