import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createEventService, type EventService } from '../../../services/events/service.ts';
import { SignalLoss } from '../../../services/media/signal-loss.ts';

const signal = suite('signal loss');
const sources = [{ id: 'VideoSource1' }, { id: 'VideoSource2' }];

function told(events: EventService): string[] {
  const seen: string[] = [];
  events.subscribe(undefined, ({ topic, items }) => {
    seen.push([topic, ...items.map(({ Name, Value }) => `${Name}=${Value}`)].join(' '));
  });
  return seen;
}

// shows IMG-12a
signal('is a property of every video source, false until a loss is told', () => {
  const events = createEventService({});
  const seen = told(events);
  const loss = new SignalLoss(events, sources);
  assert.equal(seen.splice(0), [
    'tns1:VideoSource/SignalLoss Source=VideoSource1 State=false',
    'tns1:VideoSource/SignalLoss Source=VideoSource2 State=false',
  ]);
  loss.take('VideoSource2', true);
  assert.equal(seen.splice(0), ['tns1:VideoSource/SignalLoss Source=VideoSource2 State=true']);
  loss.take('VideoSource2', false);
  assert.equal(seen, ['tns1:VideoSource/SignalLoss Source=VideoSource2 State=false']);
});

signal('the same state told again, and a source that is none, are no event', () => {
  const events = createEventService({});
  const loss = new SignalLoss(events, sources);
  const seen = told(events);
  loss.take('VideoSource1', false);
  loss.take('VideoSource9', true);
  loss.take('VideoSource1', true);
  loss.take('VideoSource1', true);
  assert.is(seen.length, 1);
});

signal('a device without video sources does not declare it', () => {
  const events = createEventService({});
  new SignalLoss(events, []);
  assert.equal(events.topics.all, []);
});

signal.run();
