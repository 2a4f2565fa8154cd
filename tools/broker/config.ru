# The Pact Broker of `npm run broker`. The gem reads its settings from PACT_BROKER_* variables, as in compose.yaml; this file
# changes only defaults.
require "sequel"
Sequel::Deprecation.output = false

{
  "LOG_STREAM" => "stdout", "LOG_LEVEL" => "warn", "LOG_CONFIGURATION_ON_STARTUP" => "false",
  # Starts empty: no example contracts, no environments.
  "SEED_EXAMPLE_DATA" => "false", "HIDE_PACTFLOW_MESSAGES" => "true"
}.each { |name, value| ENV["PACT_BROKER_#{name}"] ||= value }

# A name and a password turn on basic auth.
if ENV["PACT_BROKER_BASIC_AUTH_USERNAME"].to_s != "" && ENV["PACT_BROKER_BASIC_AUTH_PASSWORD"].to_s != ""
  ENV["PACT_BROKER_BASIC_AUTH_ENABLED"] ||= "true"
end

# SQLite has one writer at a time. An immediate transaction takes the write lock at its start and waits for it, instead of
# failing half-way.
Sequel::Database.after_initialize do |database|
  if database.database_type == :sqlite
    database.transaction_mode = :immediate
    database.opts[:after_connect] = ->(connection) { connection.busy_handler_timeout = 15_000 }
  end
end

# Ends with its parent process: stdin closes when the parent ends.
if ENV.delete("BROKER_ENDS_WITH_INPUT")
  Thread.new do
    $stdin.read
    Process.kill("TERM", Process.pid)
  end
end

require "pact_broker"
run(PactBroker::App.new { |_settings| })
