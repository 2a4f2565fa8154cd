# The Pact Broker as `npm run broker` starts it. Every setting is a PACT_BROKER_* variable, which the gem reads itself,
# as in compose.yaml; what stands here is only what it would do otherwise.
require "sequel"
Sequel::Deprecation.output = false

{
  "LOG_STREAM" => "stdout", "LOG_LEVEL" => "warn", "LOG_CONFIGURATION_ON_STARTUP" => "false",
  # No example contracts and no environments: a broker starts empty.
  "SEED_EXAMPLE_DATA" => "false", "HIDE_PACTFLOW_MESSAGES" => "true"
}.each { |name, value| ENV["PACT_BROKER_#{name}"] ||= value }

# Who sets a name and a password means them.
if ENV["PACT_BROKER_BASIC_AUTH_USERNAME"].to_s != "" && ENV["PACT_BROKER_BASIC_AUTH_PASSWORD"].to_s != ""
  ENV["PACT_BROKER_BASIC_AUTH_ENABLED"] ||= "true"
end

# SQLite has one writer at a time. Who wants to write says so first and waits, instead of being refused half-way,
# and lets the other threads go on meanwhile.
Sequel::Database.after_initialize do |database|
  if database.database_type == :sqlite
    database.transaction_mode = :immediate
    database.opts[:after_connect] = ->(connection) { connection.busy_handler_timeout = 15_000 }
  end
end

# Ends with who started it, however that ended.
if ENV.delete("BROKER_ENDS_WITH_INPUT")
  Thread.new do
    $stdin.read
    Process.kill("TERM", Process.pid)
  end
end

require "pact_broker"
run(PactBroker::App.new { |_settings| })
