/** Replies of responses that `whileSame` has made, as bytes once they were sent. A response that nobody holds is forgotten. */
const replies = new WeakMap<object, { bytes: Buffer | undefined }>();

/**
 * Builds a response once and gives it again for as long as the state is the same one. State changes replace objects, so
 * that comparing the reference is enough. The response must not change any more: its bytes are kept.
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

/** The bytes of a reply: those of last time for a response that `whileSame` gives again, else made anew. */
export function replyOnce(response: unknown, encode: () => Buffer): Buffer {
  const kept = typeof response === 'object' && response !== null ? replies.get(response) : undefined;
  if (kept === undefined) return encode();
  kept.bytes ??= encode();
  return kept.bytes;
}
