import type { JSX } from 'preact';
import { Fact } from '../../forms/field.tsx';
import { Card, Columns, Head } from '../../forms/layout.tsx';
import { Loaded, useLoaded } from '../../forms/loaded.tsx';
import { device } from '../../soap/services.ts';
import { titles } from '../titles.ts';
import { BackupCard } from './backup-card.tsx';
import { LogCard } from './log-card.tsx';
import { maintenanceTexts } from './maintenance-texts.ts';
import { RestartCard } from './restart-card.tsx';
import { UpdateCard } from './update-card.tsx';

/** Version, update, backup, log, restart. */
export function Maintenance(): JSX.Element {
  const words = maintenanceTexts();
  const facts = useLoaded(() => device('GetDeviceInformation', {}));
  return (
    <>
      <Head title={titles().maintenance} about={words.about} />
      <Columns>
        <Loaded of={facts}>
          {({ Manufacturer, Model, FirmwareVersion, SerialNumber, HardwareId }) => (
            <Card title={words.facts}>
              <Fact label={words.model}>
                {Manufacturer} {Model}
              </Fact>
              <Fact label={words.version}>{FirmwareVersion}</Fact>
              <Fact label={words.serial}>{SerialNumber}</Fact>
              <Fact label={words.hardware}>{HardwareId}</Fact>
            </Card>
          )}
        </Loaded>
        <UpdateCard />
        <BackupCard />
        <LogCard />
        <RestartCard />
      </Columns>
    </>
  );
}
