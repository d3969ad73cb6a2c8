"use strict";
const http = require("node:http");
const { WebSocketServer } = require("ws");

const buffer = (data) => data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);

// A route of `/apps/:appId/events`, with what stands at each colon in a group.
const route = (path) => new RegExp(`^${path.replace(/:\w+/g, "([^/]+)").replace("/*", "/.*")}$`);

const request = (message, found) => {
  const url = new URL(message.url, "http://localhost");
  return {
    getMethod: () => message.method.toLowerCase(),
    getUrl: () => url.pathname,
    getQuery: () => url.search.slice(1),
    getHeader: (name) => message.headers[name] ?? "",
    getParameter: (index) => found[index + 1],
  };
};

const response = (message, answer) => {
  const made = {
    writeStatus: (status) => ((answer.statusCode = parseInt(status, 10)), made),
    writeHeader: (name, value) => (answer.setHeader(name, value), made),
    end: (data) => (answer.end(data), made),
    cork: (work) => (work(), made),
    onAborted: (work) => (answer.on("close", () => answer.writableFinished || work()), made),
    onData: (take) => {
      message.on("data", (data) => take(buffer(data), false));
      message.on("end", () => take(new ArrayBuffer(0), true));
      return made;
    },
    getRemoteAddressAsText: () => buffer(Buffer.from(message.socket.remoteAddress ?? "")),
    getProxiedRemoteAddressAsText: () => new ArrayBuffer(0),
  };
  return made;
};

const App = () => {
  const routes = [];
  const server = http.createServer((message, answer) => {
    const { pathname } = new URL(message.url, "http://localhost");
    const fits = (each) => each.path.test(pathname) && [message.method, "ANY"].includes(each.method);
    const { path, work } = routes.find(fits);
    work(response(message, answer), request(message, path.exec(pathname)));
  });
  const add = (method) => (path, work) => (routes.push({ method, path: route(path), work }), app);
  const app = {
    get: add("GET"),
    post: add("POST"),
    any: add("ANY"),
    ws: (pattern, { upgrade, open, message: receive, close }) => {
      const sockets = new WebSocketServer({ noServer: true });
      const path = route(pattern);
      server.on("upgrade", (message, socket, head) => {
        const found = path.exec(new URL(message.url, "http://localhost").pathname);
        if (!found) return socket.destroy();
        const accept = (values) =>
          sockets.handleUpgrade(message, socket, head, (ws) => {
            Object.assign(ws, values, { end: (code, text) => ws.close(code, text) });
            ws.on("message", (data, isBinary) => receive(ws, buffer(data), isBinary));
            ws.on("close", (code, text) => close(ws, code, buffer(text)));
            open(ws);
          });
        const answer = { ...response(message, {}), upgrade: accept };
        upgrade(answer, request(message, found), {});
      });
      return app;
    },
    listen: (host, port, done) => (server.listen(port, host, () => done(server)), app),
  };
  return app;
};

module.exports = { App, SSLApp: App, us_listen_socket_close: (server) => server.close() };
