import { Component, type ReactNode } from 'react';
import { CrashScreen } from './CrashScreen';

/** The last net under the whole page; screens have their own through the router. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error === undefined ? this.props.children : <CrashScreen error={this.state.error} />;
  }
}
