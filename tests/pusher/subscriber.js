"use strict";
// Connects to the URL that it is given; sends each line that it reads, prints each that it gets.
const readline = require("node:readline");
const WebSocket = require("ws");

const socket = new WebSocket(process.argv[2]);
socket.on("message", (data) => console.log(data.toString()));
socket.on("close", (code) => process.exit(code === 1000 ? 0 : 1));
const lines = readline.createInterface({ input: process.stdin });
lines.on("line", (line) => socket.send(line));
lines.on("close", () => socket.close(1000));
