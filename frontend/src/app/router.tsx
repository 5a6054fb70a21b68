import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { setNavigator } from '@/lib/commands';
import type { Screen, ScreenModule } from '@/lib/feature';
import { destination } from '@/lib/navigate';
import { CrashScreen, NotFound } from './CrashScreen';
import { features } from './features';
import { Shell } from './Shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: CrashScreen });

/** A screen's code; once it is here, what it asks for ahead goes out in the very moment it is wanted. */
function loader(screen: Screen) {
  let here: ScreenModule | undefined;
  return {
    load: async () => {
      here = await screen.load();
      return here;
    },
    ahead(search: Record<string, unknown>) {
      if (here) here.ahead?.(search);
      else
        void this.load().then(
          (module) => module.ahead?.(search),
          () => undefined, // the router says so
        );
    },
  };
}

const loaders = features.map((feature) =>
  (feature.screens ?? []).map((screen) => ({ path: screen.path, ...loader(screen) })),
);

/** Loads the first screen of every feature, so that it is at hand when it is asked for. */
export function loadScreens(): void {
  for (const [first] of loaders) void first?.load().catch(() => undefined);
}

const screens = loaders.flat().map((screen) =>
  createRoute({
    getParentRoute: () => root,
    path: screen.path,
    component: lazyRouteComponent(screen.load),
    loader: ({ cause, location }) => {
      if (cause === 'stay') return; // it is there: a panel was opened, a view changed
      screen.ahead(location.search as Record<string, unknown>);
    },
    errorComponent: CrashScreen,
  }),
);

export const router = createRouter({
  routeTree: root.addChildren(screens),
  history: createHashHistory(),
  defaultPreload: 'intent',
  defaultPreloadDelay: 0, // what the pointer passes over is cheap to ask for and usually pressed
  scrollRestoration: false,
});

setNavigator((path) => void router.navigate(destination(path) as never));
