import { type Signal, signal } from '@preact/signals';

type Language = 'en' | 'de';

/** Languages by the names that their speakers give them. */
export const languages: readonly (readonly [Language, string])[] = [
  ['en', 'English'],
  ['de', 'Deutsch'],
];

type Text = string | ((...values: never[]) => string);

/** Texts of one room of the page in one language. */
type TextTable = Readonly<Record<string, Text>>;

/** The same texts in another language: the compiler asks for each. */
type Translation<Table extends TextTable> = {
  readonly [Name in keyof Table]: Table[Name] extends (...values: infer Values) => string
    ? (...values: Values) => string
    : string;
};

const place = 'vedette-language';

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(place) ?? '', ...navigator.languages].map((name) => name.slice(0, 2));
  return wanted.find((name): name is Language => name === 'en' || name === 'de') ?? 'en';
}

export const language: Signal<Language> = signal('en');

/** Takes the language that was chosen before, else the browser's. */
export function startLanguage(): void {
  setLanguage(firstLanguage());
}

export function setLanguage(next: Language): void {
  language.value = next;
  document.documentElement.lang = next;
  if (next !== firstLanguage()) localStorage.setItem(place, next);
}

/** Texts of a room in the language of the page; components that call the result follow a change. */
export function texts<Table extends TextTable>(en: Table, de: Translation<Table>): () => Translation<Table> {
  return () => (language.value === 'de' ? de : (en as unknown as Translation<Table>));
}
