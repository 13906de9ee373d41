import type { ImagingOperations } from '../generated/imaging-operations.ts';
import type * as tt from '../generated/tt.ts';
import type { ChangeTogether, PendingChange } from '../settings/pending-change.ts';
import type { Handlers } from '../soap/service.ts';
import type { FocusUnits } from './focus/focus-units.ts';
import { withHeldLevels } from './held-levels.ts';
import type { Imaging } from './imaging.ts';
import type { DayNightAccess } from './imaging-options.ts';
import type { ImagingSource, ImagingSources } from './imaging-sources.ts';
import { asSettingsInvalid, settingsInvalid } from './settings-invalid.ts';
import { type ImagingValues, isEmpty, overlaid } from './values.ts';
import { type FilterChange, filterFromWire, filterMembers } from './wire-filter.ts';
import { optionsToWire } from './wire-options.ts';
import { settingsFromWire, settingsMembers, settingsToWire } from './wire-settings.ts';

interface SettingsParts {
  readonly sources: ImagingSources;
  readonly imaging: Imaging;
  readonly dayNight: DayNightAccess;
  readonly focus: FocusUnits;
  readonly together: ChangeTogether;
}

/** Limits of the automatic exposure, lower and upper. */
const limits = [
  ['minExposureTime', 'maxExposureTime'],
  ['minExposureGain', 'maxExposureGain'],
] as const;

/** Throws SettingsInvalid when a limit that is sent lies beyond the other one, which may be the camera's own. */
function checkLimits({ facts }: ImagingSource, sent: ImagingValues, { levels }: ImagingValues): void {
  for (const [lower, upper] of limits) {
    const isSent = lower in sent.levels || upper in sent.levels;
    const [low, high] = [lower, upper].map((name) => levels[name] ?? facts.levels[name]?.initial);
    if (isSent && low !== undefined && high !== undefined && low > high)
      throw settingsInvalid(`${lower} ${low} is above ${upper} ${high}`);
  }
}

/** Change of the filter that a client wishes, for a source with one. */
function filterChange(
  settings: tt.ImagingSettings20,
  { offered, filterModes }: ImagingSource,
  { settings: present }: DayNightAccess,
): FilterChange {
  const adjusts = settings.Extension?.Extension?.IrCutFilterAutoAdjustment !== undefined;
  if (adjusts && !filterModes.includes('AUTO')) throw settingsInvalid('the filter is not moved by the light here');
  return offered.filterIsMoved ? filterFromWire(settings, present) : {};
}

/** Filter of the source set, without being stored. Throws SettingsInvalid. */
function begun({ dayNight }: SettingsParts, filter: FilterChange): PendingChange {
  try {
    return dayNight.begin(filter);
  } catch (error) {
    throw asSettingsInvalid(error);
  }
}

/** Stores changes that are in force, all or none; those of before are in force again when they cannot be stored. */
async function store({ together }: SettingsParts, changes: readonly PendingChange[]): Promise<void> {
  try {
    if (changes.length > 0)
      await together(new Map(changes.map((one) => [one.section, (present) => one.next(present)])));
  } catch (error) {
    for (const { end } of changes) end(false);
    throw error;
  }
  for (const { end } of changes) end(true);
}

/** Sets filter and values, both or none; only both together need the journal. */
async function apply(
  parts: SettingsParts,
  source: ImagingSource,
  filter: FilterChange,
  values: ImagingValues,
  keep: boolean,
): Promise<void> {
  const { imaging, dayNight, focus } = parts;
  const next = (present: ImagingValues): ImagingValues => {
    const held = withHeldLevels(source, present, values);
    checkLimits(source, held, overlaid(present, held));
    return held;
  };
  next(imaging.values(source.id));
  const hasFilter = Object.keys(filter).length > 0;
  // The automatic focus does not start beside a move.
  if (values.modes.focus === 'AUTO') focus.of(source.id)?.stop();
  const hasValues = !isEmpty(values);
  if (keep && hasFilter && hasValues) return store(parts, [begun(parts, filter), imaging.begin(source.id, next)]);
  try {
    if (hasFilter) await dayNight.set(filter, keep);
  } catch (error) {
    throw asSettingsInvalid(error);
  }
  if (hasValues) await imaging.change(source.id, next, keep);
}

type Names = 'GetImagingSettings' | 'SetImagingSettings' | 'GetOptions';

/** Settings and their options (ONVIF Imaging 5.1, IMG-01 to IMG-08). */
export function settingsFeature(parts: SettingsParts): Pick<Handlers<ImagingOperations>, Names> {
  const { sources, imaging, dayNight } = parts;
  return {
    GetImagingSettings: async ({ VideoSourceToken }) => {
      const { id, offered, inForce, filterModes } = await sources.of(VideoSourceToken);
      const members = settingsMembers(offered, imaging.values(id), inForce);
      return { ImagingSettings: settingsToWire([...members, ...filterMembers(filterModes, dayNight.settings)]) };
    },
    // ForcePersistence is deprecated: settings persist without it, too.
    SetImagingSettings: async ({ VideoSourceToken, ImagingSettings, ForcePersistence = true }) => {
      const source = await sources.of(VideoSourceToken);
      const values = settingsFromWire(ImagingSettings, source.offered);
      const filter = filterChange(ImagingSettings, source, dayNight);
      await apply(parts, source, filter, values, ForcePersistence);
      return {};
    },
    GetOptions: async ({ VideoSourceToken }) => {
      const { offered, filterModes } = await sources.of(VideoSourceToken);
      return { ImagingOptions: optionsToWire(offered, filterModes) };
    },
  };
}
