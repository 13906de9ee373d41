import { type Signal, signal } from '@preact/signals';

/** Address of a screen: `#/video/main` is the screen `video` and the part `main`. */
interface Address {
  readonly screen: string;
  readonly part: string;
}

function present(): Address {
  const [screen = '', part = ''] = location.hash.replace(/^#\/?/, '').split('/');
  return { screen: decodeURIComponent(screen) || 'live', part: decodeURIComponent(part) };
}

export const address: Signal<Address> = signal({ screen: '', part: '' });

export function linkTo(screen: string, part = ''): string {
  return `#/${screen}${part === '' ? '' : `/${encodeURIComponent(part)}`}`;
}

/** Follows the address of the document from now on. */
export function startRouter(): void {
  const follow = (): void => {
    address.value = present();
  };
  addEventListener('hashchange', follow);
  follow();
}
