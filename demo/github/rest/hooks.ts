import { notFound, Refusal } from '../refusal.ts';
import type { Answer, Call, Routes } from '../call.ts';
import type { Delivery } from '../deliveries.ts';
import type { JsonRecord } from '../json.ts';

function itemShape(delivery: Delivery): JsonRecord {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function deliveryOf(call: Call): Delivery {
  const found = call.deliveries.list.find((each) => each.id === Number(call.params.delivery_id));
  if (!found) throw notFound();
  return found;
}

/** Newest first; the cursor is the id to go on below. */
function list(call: Call): Answer {
  const size = Math.min(Math.max(Number(call.query.get('per_page') ?? 30), 1), 100);
  const cursor = Number(/^v1_(\d+)$/.exec(call.query.get('cursor') ?? '')?.[1] ?? Number.POSITIVE_INFINITY);
  const status = call.query.get('status');
  const wanted = call.deliveries.list
    .filter((each) => each.id < cursor && each.status !== 'pending')
    .filter((each) => status === null || (status === 'success') === (each.statusCode >= 200 && each.statusCode < 400))
    .toReversed();
  const items = wanted.slice(0, size);
  const last = items.at(-1);
  const headers: Record<string, string> = {};
  if (last && wanted.length > size) {
    const url = new URL(call.url);
    url.searchParams.set('cursor', `v1_${last.id}`);
    headers.link = `<${url.href}>; rel="next"`;
  }
  return { body: items.map(itemShape), headers };
}

export const hookRoutes: Routes = {
  'apps/get-webhook-config-for-app': {
    auth: 'app',
    handle(call) {
      const target = call.deliveries.target();
      return {
        body: {
          content_type: 'json',
          insecure_ssl: '0',
          ...(target === undefined ? {} : { url: target.url, secret: '********' }),
        },
      };
    },
  },
  'apps/list-webhook-deliveries': { auth: 'app', handle: list },
  'apps/get-webhook-delivery': {
    auth: 'app',
    handle(call) {
      const delivery = deliveryOf(call);
      return {
        body: {
          ...itemShape(delivery),
          url: call.deliveries.target()?.url ?? '',
          request: { headers: { ...delivery.requestHeaders }, payload: delivery.payload },
          response: { headers: { ...delivery.responseHeaders }, payload: delivery.responseBody },
        },
      };
    },
  },
  'apps/redeliver-webhook-delivery': {
    auth: 'app',
    handle(call) {
      const { guid } = deliveryOf(call);
      if (!call.deliveries.target()) throw new Refusal(422, { message: 'The App has no web hook.' });
      void call.deliveries.redeliver(guid); // Answered at once; the delivery keeps its own record.
      return { status: 202, body: {} };
    },
  },
};
