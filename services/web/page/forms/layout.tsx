import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { linkTo } from '../frame/router.ts';

interface HeadProps {
  readonly title: string;
  /** One sentence about the screen. */
  readonly about: string;
  readonly children?: ComponentChildren;
}

/** Heading of a settings screen. */
export function Head({ title, about, children }: HeadProps): JSX.Element {
  return (
    <div class="head">
      <div>
        <h1>{title}</h1>
        <p>{about}</p>
      </div>
      {children}
    </div>
  );
}

interface CardProps {
  readonly title: string;
  /** Short text beside the title. */
  readonly note?: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
}

export function Card({ title, note, class: name = '', children }: CardProps): JSX.Element {
  const id = useId();
  return (
    <section class={`card ${name}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note}
      </header>
      <div class="body">{children}</div>
    </section>
  );
}

/** Form at the left, picture and consequences at the right. */
export function Columns({
  children,
  aside,
  label,
}: {
  readonly children: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly label?: string;
}): JSX.Element {
  if (aside === undefined) return <div class="cards single">{children}</div>;
  return (
    <div class="settings">
      <div class="cards">{children}</div>
      <aside class="aside" aria-label={label}>
        {aside}
      </aside>
    </div>
  );
}

interface TabsProps {
  readonly label: string;
  readonly screen: string;
  readonly present: string;
  readonly tabs: readonly (readonly [part: string, words: string])[];
}

/** Parts of a screen, each with an address of its own. */
export function Tabs({ label, screen, present, tabs }: TabsProps): JSX.Element {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(([part, words]) => (
        <a key={part} href={linkTo(screen, part)} aria-current={part === present ? 'page' : undefined}>
          {words}
        </a>
      ))}
    </nav>
  );
}
