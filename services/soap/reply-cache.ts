/** Bytes of replies by the response of `whileSame` that they encode; unused responses are garbage-collected. */
const replies = new WeakMap<object, { bytes: Buffer | undefined }>();

/**
 * Handler that builds its response once per state and returns the same object until the state is another one. The response
 * must not be changed, since its bytes are kept.
 */
export function whileSame<State, Response extends object>(
  state: () => State,
  build: (state: State) => Response,
): () => Response {
  let last: { readonly state: State; readonly response: Response } | undefined;
  return () => {
    const present = state();
    if (last === undefined || !Object.is(last.state, present)) {
      last = { state: present, response: build(present) };
      replies.set(last.response, { bytes: undefined });
    }
    return last.response;
  };
}

/** Bytes of a reply; a response of `whileSame` is encoded only once. */
export function replyOnce(response: unknown, encode: () => Buffer): Buffer {
  const kept = typeof response === 'object' && response !== null ? replies.get(response) : undefined;
  if (kept === undefined) return encode();
  kept.bytes ??= encode();
  return kept.bytes;
}
