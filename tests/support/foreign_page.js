// What a page of another site tries against a Prefect server: each way a browser has, with and without a preflight.
async ({ api, deployment }) => {
  const state = { type: "SCHEDULED", message: "planted" };
  const run = JSON.stringify({ state });
  const start = `${api}/deployments/${deployment}/create_flow_run`;
  const json = { "Content-Type": "application/json" };
  const event = {
    event: "planted.event", occurred: new Date().toISOString(), id: crypto.randomUUID ? crypto.randomUUID() : "00000000-0000-4000-8000-000000000001",
    resource: { "prefect.resource.id": "planted" }, payload: {}, related: [],
  };
  const asked = async (url, how) => {
    try {
      const answer = await fetch(url, how);
      return `${answer.status} ${(await answer.text()).slice(0, 2000)}`;
    } catch (error) {
      return `refused: ${error.name}`;
    }
  };
  const submitted = () => new Promise((done) => {
    const frame = document.createElement("iframe");
    frame.name = "planted-frame";
    document.body.append(frame);
    const form = document.createElement("form");
    Object.assign(form, { action: start, method: "POST", enctype: "text/plain", target: frame.name });
    const field = document.createElement("input");
    field.name = run.slice(0, -1) + ',"x":"';
    field.value = '"}';
    form.append(field);
    document.body.append(form);
    form.submit();
    setTimeout(() => done("sent"), 1500);
  });
  const socket = (path, protocols, first) => new Promise((done) => {
    const heard = [];
    try {
      const ws = new WebSocket(api.replace("http", "ws") + path, protocols);
      ws.onopen = () => first.forEach((message) => ws.send(JSON.stringify(message)));
      ws.onmessage = (message) => heard.push(message.data);
      ws.onclose = () => done(`closed ${heard.join(" ")}`);
      setTimeout(() => { ws.close(); done(`left ${heard.join(" ")}`); }, 2500);
    } catch (error) {
      done(`refused: ${error.name}`);
    }
  });
  const signIn = { type: "auth", token: null };
  const all = { occurred: { since: "2000-01-01T00:00:00Z", until: "2100-01-01T00:00:00Z" } };
  return {
    "read a deployment": await asked(`${api}/deployments/${deployment}`),
    "list deployments": await asked(`${api}/deployments/filter`, { method: "POST", headers: json, body: "{}" }),
    "list without a type": await asked(`${api}/deployments/filter`, { method: "POST", body: new Blob(["{}"]) }),
    "read blocks": await asked(`${api}/block_types/filter`, { method: "POST", headers: json, body: "{}" }),
    "read settings": await asked(`${api}/admin/settings`),
    "start": await asked(start, { method: "POST", headers: json, body: run }),
    "start with credentials": await asked(start, { method: "POST", headers: json, body: run, credentials: "include" }),
    "start as text": await asked(start, { method: "POST", mode: "no-cors", headers: { "Content-Type": "text/plain" }, body: run }),
    "start without a type": await asked(start, { method: "POST", mode: "no-cors", body: new Blob([run]) }),
    "start by a form": await submitted(),
    "send an event": await socket("/events/in", [], [event]),
    "send an event as a client": await socket("/events/in", ["prefect"], [signIn, event]),
    "hear events": await socket("/events/out", ["prefect"], [signIn, { type: "filter", filter: all }]),
  };
}
