import { useEffect } from 'react';
import { available, run } from '@/lib/commands';
import { chord, leaveField, mayFire } from '@/lib/keys';

/** One listener for every shortcut; a screen's command wins over the app's. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      leaveField(event);
      const keys = chord(event);
      const hits = available().filter((command) => command.keys === keys);
      const command = hits.find((hit) => hit.screen !== undefined) ?? hits[0];
      if (!command || !mayFire(event, keys)) return;
      event.preventDefault();
      run(command.id);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
