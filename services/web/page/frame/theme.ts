import { type Signal, signal } from '@preact/signals';

type Theme = 'light' | 'dark';

const place = 'vedette-theme';

function systemTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export const theme: Signal<Theme> = signal('light');

function apply(next: Theme, chosen: boolean): void {
  theme.value = next;
  if (chosen) document.documentElement.dataset.theme = next;
}

/** Takes the colours that were chosen before, else those of the system. */
export function startTheme(): void {
  const chosen = localStorage.getItem(place);
  apply(chosen === 'light' || chosen === 'dark' ? chosen : systemTheme(), chosen !== null);
}

export function toggleTheme(): void {
  const next = theme.value === 'dark' ? 'light' : 'dark';
  localStorage.setItem(place, next);
  apply(next, true);
}
