import type { JSX } from 'preact';

/** Icon of the sprite in the document; it says nothing to a screen reader, the text beside it does. */
export function Icon({ name }: { readonly name: string }): JSX.Element {
  return (
    <svg class="icon" aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
