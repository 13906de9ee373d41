import { z } from 'zod';

/** Id of a part: ONVIF tokens, events and log lines name the part by it. */
export const idSchema: z.ZodType<string> = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,32}$/, 'must be 1 to 32 letters, digits, _ or -');

/** Name or path of a device. */
export const textSchema: z.ZodType<string> = z.string().min(1).max(200);

/** Finite number above 0. */
export const positiveSchema: z.ZodType<number> = z.number().positive().max(1e6);

/** Schema of a union of texts; the compiler asks for each text of the union. */
export function oneOf<Text extends string>(texts: Readonly<Record<Text, true>>): z.ZodType<Text> {
  return z.enum(Object.keys(texts) as Text[]);
}

/** Schemas of all members, optional ones too: the compiler asks for each. */
export type SchemasOf<Fact> = { readonly [Name in keyof Fact]-?: z.core.$ZodType };

/** Members of a union by the value of one key. */
type MembersBy<Fact, Key extends keyof Fact> = {
  readonly [Value in Fact[Key] & string]: z.ZodType<Extract<Fact, Readonly<Record<Key, Value>>>>;
};

/** Schema of a union by one key; the compiler asks for each member. Each member is a strictObject with a literal at the key. */
export function unionBy<Fact, Key extends keyof Fact & string>(
  key: Key,
  members: MembersBy<Fact, Key>,
): z.ZodType<Fact> {
  const options: readonly unknown[] = Object.values(members);
  return z.discriminatedUnion(key, options as [z.core.$ZodTypeDiscriminable]) as unknown as z.ZodType<Fact>;
}
