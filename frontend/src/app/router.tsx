import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { setNavigator } from '@/lib/commands';
import { destination } from '@/lib/navigate';
import { CrashScreen, NotFound } from './CrashScreen';
import { features } from './features';
import { Shell } from './Shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: CrashScreen });

const screens = features
  .flatMap((feature) => feature.screens ?? [])
  .map((screen) =>
    createRoute({
      getParentRoute: () => root,
      path: screen.path,
      component: lazyRouteComponent(screen.load),
      loader: ({ cause, location }) => {
        if (cause === 'stay') return; // it is there: a panel was opened, a view changed
        const search = location.search as Record<string, unknown>;
        void screen.load().then(
          (module) => module.ahead?.(search),
          () => undefined, // the router says so
        );
      },
      errorComponent: CrashScreen,
    }),
  );

export const router = createRouter({
  routeTree: root.addChildren(screens),
  history: createHashHistory(),
  defaultPreload: 'intent',
  scrollRestoration: false,
});

setNavigator((path) => void router.navigate(destination(path) as never));
