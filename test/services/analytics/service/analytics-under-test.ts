import type { Board } from '../../../../hal/boards/board.ts';
import type { AnalysisView } from '../../../../services/analytics/configurations.ts';
import { createAnalyticsService } from '../../../../services/analytics/service/service.ts';
import type { AnalyticsConfiguration } from '../../../../services/analytics/stored-configuration.ts';
import { type AnalyticsOperations, analyticsOperations } from '../../../../services/generated/analytics-operations.ts';
import type * as tt from '../../../../services/generated/tt.ts';
import { encodeElement } from '../../../../services/schema/codec.ts';
import { plain } from '../../entities/boards.ts';
import { type MediaUnderTest, mediaUnderTest } from '../../entities/media-under-test.ts';
import { Exchange } from '../../events/exchange.ts';

export const configuration = { ConfigurationToken: 'VideoAnalytics1' } as const;

interface AnalyticsUnderTest {
  readonly soap: Exchange<AnalyticsOperations>;
  readonly camera: MediaUnderTest;
  /** The first configuration as it is stored. */
  readonly stored: () => AnalyticsConfiguration;
  readonly rules: () => Promise<readonly tt.Config[]>;
  /** The same camera after a restart. */
  readonly restarted: (analysis?: AnalysisView) => AnalyticsUnderTest;
}

/** The service over stored configurations; `analysis` has the grid and the classes of a detector. */
export function analyticsUnderTest(
  analysis?: AnalysisView,
  stored: Map<string, string> = new Map(),
  board: Board = plain,
): AnalyticsUnderTest {
  const camera = mediaUnderTest(stored, board);
  const options = { store: camera.store, ...(analysis && { analysis }) };
  const soap = new Exchange<AnalyticsOperations>(
    createAnalyticsService(options, () => 0),
    analyticsOperations,
  );
  return {
    soap,
    camera,
    stored: () => {
      const [first] = camera.store.entities.Analytics;
      if (first === undefined) throw new Error('there is no analytics configuration');
      return first;
    },
    rules: async () => (await soap.call('GetRules', configuration)).Rule ?? [],
    restarted: (next) => analyticsUnderTest(next ?? analysis, stored, board),
  };
}

/** A rule or module with simple items, and element items in XML. */
export function config(
  Name: string,
  Type: string,
  simple: Readonly<Record<string, string>> = {},
  elements: Readonly<Record<string, string>> = {},
): tt.Config {
  return {
    Name,
    Type,
    Parameters: {
      SimpleItem: Object.entries(simple).map(([item, Value]) => ({ Name: item, Value })),
      ElementItem: Object.entries(elements).map(([item, xml]) => ({ Name: item, Any: [{ xml }] })),
    },
  };
}

export function region(points: readonly (readonly [number, number])[], attributes = ''): string {
  const Point = points.map(([x, y]) => ({ x, y }));
  const { xml } = encodeElement('tt:Polygon', { Point });
  return `<axt:MotionRegionConfig${attributes}>${xml}</axt:MotionRegionConfig>`;
}
