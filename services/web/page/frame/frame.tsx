import type { ComponentChildren, JSX } from 'preact';
import type { Screen } from '../screens/screens.ts';
import { titles } from '../screens/titles.ts';
import { cameraName } from '../session/camera-state.ts';
import { signOut, user } from '../session/session.ts';
import { language, languages, setLanguage } from '../texts/texts.ts';
import { frameTexts } from './frame-texts.ts';
import { Icon } from './icon.tsx';
import { address, linkTo } from './router.ts';
import { theme, toggleTheme } from './theme.ts';

function Brand(): JSX.Element {
  return (
    <a class="brand" href={linkTo('live')} aria-label={frameTexts().home}>
      <svg class="mark" aria-hidden="true">
        <use href="#i-mark" />
      </svg>
      <span>Vedette</span>
    </a>
  );
}

/** Buttons for colours and language; they are there before anybody has signed in as well. */
export function Preferences(): JSX.Element {
  const words = frameTexts();
  const dark = theme.value === 'dark';
  return (
    <>
      <select
        class="input language"
        aria-label={words.language}
        value={language.value}
        onChange={({ currentTarget }) => setLanguage(currentTarget.value === 'de' ? 'de' : 'en')}
      >
        {languages.map(([code, name]) => (
          <option key={code} value={code} selected={code === language.value} lang={code}>
            {name}
          </option>
        ))}
      </select>
      <button
        class="button quiet square"
        type="button"
        aria-label={dark ? words.light : words.dark}
        onClick={toggleTheme}
      >
        <Icon name={dark ? 'sun' : 'moon'} />
      </button>
    </>
  );
}

function Bar(): JSX.Element {
  const words = frameTexts();
  return (
    <header class="bar">
      <Brand />
      <span class="name">{cameraName.value}</span>
      <span class="space" />
      <span class="wide preferences">
        <Preferences />
        <span class="signed-in">
          <Icon name="person" />
          {user.value?.name}
        </span>
      </span>
      <button class="button quiet square" type="button" aria-label={words.signOut} onClick={signOut}>
        <Icon name="leave" />
      </button>
    </header>
  );
}

interface LinksProps {
  readonly screens: readonly Screen[];
  readonly group: Screen['group'];
}

function Links({ screens, group }: LinksProps): JSX.Element {
  const names = titles();
  return (
    <ul>
      {screens
        .filter((screen) => screen.group === group)
        .map(({ name, icon }) => (
          <li key={name}>
            <a href={linkTo(name)} aria-current={address.value.screen === name ? 'page' : undefined}>
              <Icon name={icon} />
              <span>{names[name]}</span>
            </a>
          </li>
        ))}
    </ul>
  );
}

function Rail({ screens }: { readonly screens: readonly Screen[] }): JSX.Element {
  const words = frameTexts();
  const has = (group: Screen['group']): boolean => screens.some((screen) => screen.group === group);
  return (
    <nav class="side" aria-label={words.main}>
      <Links screens={screens} group="main" />
      {has('camera') && <h2>{words.camera}</h2>}
      <Links screens={screens} group="camera" />
      {has('device') && <h2>{words.device}</h2>}
      <Links screens={screens} group="device" />
    </nav>
  );
}

/** Bar of a phone: the screens for every day, then one address for each group of settings. */
function PhoneBar({ screens }: { readonly screens: readonly Screen[] }): JSX.Element {
  const words = frameTexts();
  const names = titles();
  const present = screens.find(({ name }) => name === address.value.screen);
  const main = screens
    .filter(({ group }) => group === 'main')
    .map(({ name, icon }) => [name, icon, names[name]] as const);
  const groups = (['camera', 'device'] as const)
    .filter((group) => screens.some((screen) => screen.group === group))
    .map((group) => [group, group === 'camera' ? 'film' : 'wrench', words[group]] as const);
  const isPresent = (name: string): boolean =>
    address.value.screen === name || (present?.group === name && present.group !== 'main');
  return (
    <nav class="bottom" aria-label={words.phone}>
      {[...main, ...groups].map(([name, icon, title]) => (
        <a key={name} href={linkTo(name)} aria-current={isPresent(name) ? 'page' : undefined}>
          <Icon name={icon} />
          {title}
        </a>
      ))}
    </nav>
  );
}

/** List of a group's screens, which phones show in place of the rail. */
export function GroupList({ screens, group }: LinksProps): JSX.Element {
  return (
    <nav class="card group-list" aria-label={frameTexts()[group === 'camera' ? 'camera' : 'device']}>
      <h1 class="hidden-label">{frameTexts().allSettings}</h1>
      <Links screens={screens} group={group} />
      <div class="preferences narrow">
        <Preferences />
      </div>
    </nav>
  );
}

/** What surrounds every screen. */
export function Frame({
  screens,
  children,
}: {
  readonly screens: readonly Screen[];
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="app">
      <Bar />
      <Rail screens={screens} />
      <main class="main">{children}</main>
      <PhoneBar screens={screens} />
    </div>
  );
}
