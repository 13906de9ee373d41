/**
 * Builds a response once and gives the same object again for as long as the state is the same one. State changes replace
 * objects, so that a look at the reference is enough; the dispatcher answers the same object with the same bytes.
 */
export function whileSame<State, Response extends object>(
  state: () => State,
  build: (state: State) => Response,
): () => Response {
  let last: { readonly state: State; readonly response: Response } | undefined;
  return () => {
    const present = state();
    if (last === undefined || !Object.is(last.state, present)) last = { state: present, response: build(present) };
    return last.response;
  };
}
