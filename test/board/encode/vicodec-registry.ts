import { mkdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModule } from '../kernel-modules.ts';

/**
 * The kernel's simulated codec (FWHT), as the elements v4l2fwhtenc and v4l2fwhtdec. GStreamer finds them when it looks at its plug-ins,
 * so the import of this file comes before the first that starts GStreamer.
 */
const system = '/usr/lib/x86_64-linux-gnu/gstreamer-1.0';

/** Plug-ins of the suite: to look at all of them takes the emulated board half a minute. */
const plugins = [
  'coreelements',
  'video4linux2',
  'videotestsrc',
  'videoconvertscale',
  'videorate',
  'x264',
  'videoparsersbad',
  'rtp',
];

for (const name of ['videobuf2-dma-contig', 'v4l2-mem2mem', 'vicodec']) loadModule(name);
const folder = join(tmpdir(), `plugins-${process.pid}`);
mkdirSync(folder);
for (const name of plugins) symlinkSync(join(system, `libgst${name}.so`), join(folder, `libgst${name}.so`));
Object.assign(process.env, {
  GST_PLUGIN_SYSTEM_PATH_1_0: folder,
  GST_REGISTRY: join(folder, 'registry.bin'),
  GST_REGISTRY_UPDATE: 'yes',
  GST_REGISTRY_FORK: 'no',
});
