import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import 'dayjs/locale/zh-cn';
import { useLang, useText } from '@/i18n';
import { FeaturesProvider } from '@/lib/feature';
import { useDark } from '@/lib/prefs';
import { queryClient } from '@/lib/query';
import { resolver, theme } from '@/ui/theme';
import { ErrorBoundary } from './ErrorBoundary';
import { features } from './features';
import { router } from './router';

export function App() {
  const dark = useDark();
  const lang = useLang();
  const t = useText();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolver} forceColorScheme={dark ? 'dark' : 'light'}>
      <DatesProvider
        settings={{ locale: lang === 'zh-CN' ? 'zh-cn' : 'en', firstDayOfWeek: 1, weekendDays: [] }}
        key={t.ui.dates.monthHeader}
      >
        <ErrorBoundary>
          <QueryClientProvider client={queryClient}>
            <FeaturesProvider value={features}>
              <RouterProvider router={router} />
            </FeaturesProvider>
          </QueryClientProvider>
        </ErrorBoundary>
      </DatesProvider>
    </MantineProvider>
  );
}
