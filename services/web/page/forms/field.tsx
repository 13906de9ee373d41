import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

/** What every field has. */
export interface FieldProps {
  readonly label: string;
  /** One sentence of help. */
  readonly hint?: string | undefined;
  /** True while the value differs from what the camera holds. */
  readonly changed?: boolean | undefined;
  /** Why the value cannot be taken. */
  readonly error?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** Names that join a control, its label and its texts. */
interface FieldNames {
  readonly id: string;
  readonly labelId: string;
  readonly description: string | undefined;
}

interface FrameProps extends FieldProps {
  /** True for several controls under one label, e.g. radio buttons. */
  readonly group?: boolean;
  readonly children: (names: FieldNames) => ComponentChildren;
}

/** Row of a form: label, control, help, error. */
export function Field({ label, hint, changed, error, group, children }: FrameProps): JSX.Element {
  const id = useId();
  const shown = error ?? hint;
  const names = { id, labelId: `${id}-label`, description: shown === undefined ? undefined : `${id}-hint` };
  return (
    <div class={changed === true ? 'field changed' : 'field'}>
      {group === true ? (
        <span class="label" id={names.labelId}>
          {label}
        </span>
      ) : (
        <label for={id} id={names.labelId}>
          {label}
        </label>
      )}
      {children(names)}
      {shown !== undefined && (
        <p class={error === undefined ? 'hint' : 'hint error'} id={names.description}>
          {shown}
        </p>
      )}
    </div>
  );
}

/** Row that only shows a value. */
export function Fact({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="field">
      <span class="label">{label}</span>
      <span class="fact">{children}</span>
    </div>
  );
}
