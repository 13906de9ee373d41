import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { ActionButton } from '../../forms/action.tsx';
import { Confirm } from '../../forms/confirm.tsx';
import { SelectField, TextField } from '../../forms/controls.tsx';
import { Card, Columns, Head } from '../../forms/layout.tsx';
import { Loaded, useLoaded } from '../../forms/loaded.tsx';
import { Icon } from '../../frame/icon.tsx';
import { adoptPassword, type Level, user } from '../../session/session.ts';
import { device } from '../../soap/services.ts';
import { common } from '../../texts/common.ts';
import { NewPassword } from '../../users/new-password.tsx';
import { shortestPassword } from '../../users/password.ts';
import { titles } from '../titles.ts';
import { usersTexts } from './users-texts.ts';

interface Account {
  readonly name: string;
  readonly level: Level;
}

const levels: readonly Level[] = ['Administrator', 'Operator', 'User'];

async function readUsers(): Promise<readonly Account[]> {
  const { User = [] } = await device('GetUsers', {});
  return User.map(({ Username, UserLevel }) => ({
    name: Username,
    level: levels.find((level) => level === UserLevel) ?? 'User',
  }));
}

interface EditorProps {
  /** User that is changed; undefined for a new one. */
  readonly account: Account | undefined;
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

async function write(account: Account | undefined, next: Account, password: string): Promise<void> {
  const Password = password === '' ? {} : { Password: password };
  const User = [{ Username: next.name, UserLevel: next.level, ...Password }];
  if (account === undefined) return void (await device('CreateUsers', { User }));
  await device('SetUser', { User });
  if (password !== '' && next.name === user.value?.name) adoptPassword(password);
}

function Editor({ account, onDone, onCancel }: EditorProps): JSX.Element {
  const words = usersTexts();
  const name = useSignal(account?.name ?? '');
  const level = useSignal<Level>(account?.level ?? 'User');
  const password = useSignal('');
  const again = useSignal('');
  const keeps = account !== undefined && password.value === '' && again.value === '';
  const isReady =
    name.value !== '' && (keeps || (password.value.length >= shortestPassword && password.value === again.value));
  const save = async (): Promise<void> => {
    await write(account, { name: name.value, level: level.value }, password.value);
    await onDone();
  };
  return (
    <Card title={account === undefined ? words.add : words.edit(account.name)} class="editor">
      <TextField
        label={common().name}
        value={name.value}
        disabled={account !== undefined}
        onInput={(value) => {
          name.value = value.trim();
        }}
      />
      <SelectField
        label={words.level}
        hint={words[`about${level.value}`]}
        value={level.value}
        choices={levels.map((one) => [one, words[one]])}
        onChange={(value) => {
          level.value = value;
        }}
      />
      <NewPassword password={password} again={again} />
      {account !== undefined && <p class="small">{words.keep}</p>}
      <div class="actions">
        <button class="button quiet" type="button" onClick={onCancel}>
          {common().cancel}
        </button>
        <ActionButton class="primary" run={save} disabled={!isReady}>
          {account === undefined ? words.create : common().save}
        </ActionButton>
      </div>
    </Card>
  );
}

interface RowProps {
  readonly account: Account;
  readonly onEdit: () => void;
  readonly onRemoved: () => Promise<void>;
}

function Row({ account, onEdit, onRemoved }: RowProps): JSX.Element {
  const words = usersTexts();
  const asking = useSignal(false);
  const { name, level } = account;
  const mine = name === user.value?.name;
  const remove = async (): Promise<void> => {
    await device('DeleteUsers', { Username: [name] });
    await onRemoved();
  };
  return (
    <li class="row">
      <Icon name="person" />
      <span>
        <b>{name}</b> {mine && <span class="small">({words.you})</span>}
      </span>
      <span class="small">{words[level]}</span>
      <button class="button quiet" type="button" aria-label={words.edit(name)} onClick={onEdit}>
        {words.change}
      </button>
      <button
        class="button quiet square"
        type="button"
        aria-label={words.remove(name)}
        disabled={mine}
        onClick={() => {
          asking.value = true;
        }}
      >
        <Icon name="trash" />
      </button>
      <Confirm open={asking} title={words.remove(name)} action={common().remove} run={remove}>
        <p>{words.removeAbout}</p>
      </Confirm>
    </li>
  );
}

/** Users with their levels. */
export function Users(): JSX.Element {
  const words = usersTexts();
  const accounts = useLoaded(readUsers);
  const editing: Signal<Account | 'new' | undefined> = useSignal(undefined);
  const close = (): void => {
    editing.value = undefined;
  };
  const present = editing.value;
  const done = async (): Promise<void> => {
    close();
    await accounts.reload();
  };
  return (
    <>
      <Head title={titles().users} about={words.about}>
        <button
          class="button"
          type="button"
          onClick={() => {
            editing.value = 'new';
          }}
        >
          <Icon name="plus" />
          {words.add}
        </button>
      </Head>
      <Columns>
        {present !== undefined && (
          <Editor
            key={present === 'new' ? '' : present.name}
            account={present === 'new' ? undefined : present}
            onDone={done}
            onCancel={close}
          />
        )}
        <Loaded of={accounts}>
          {(found) => (
            <Card title={words.list}>
              <ul class="rows">
                {found.map((account) => (
                  <Row
                    key={account.name}
                    account={account}
                    onEdit={() => {
                      editing.value = account;
                    }}
                    onRemoved={() => accounts.reload()}
                  />
                ))}
              </ul>
            </Card>
          )}
        </Loaded>
      </Columns>
    </>
  );
}
