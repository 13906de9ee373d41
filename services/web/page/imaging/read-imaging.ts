import type { ImagingOptions20, ImagingSettings20 } from '../../../generated/tt.ts';
import { imaging } from '../soap/services.ts';

/** Camera settings with what is possible. */
export interface Imaging {
  readonly options: ImagingOptions20;
  readonly settings: ImagingSettings20;
}

export async function readImaging(source: string): Promise<Imaging> {
  const [{ ImagingOptions }, { ImagingSettings }] = await Promise.all([
    imaging('GetOptions', { VideoSourceToken: source }),
    imaging('GetImagingSettings', { VideoSourceToken: source }),
  ]);
  return { options: ImagingOptions, settings: ImagingSettings };
}
