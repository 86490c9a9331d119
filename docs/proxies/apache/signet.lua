-- LuaHookTranslateName FILE strip early: takes away what a client says of who it is and how its request came. Any sign
-- between the words counts: CGI, WSGI and PHP take an underscore or a dot for a hyphen.

local taken = {
  "^signet%W", "^remote%Wuser", "^x%Wauth%Wrequest%W", "^x%Woriginal%W", "^x%Wforwarded%W", "^x%Wssl%W", "^client%Wcert",
  "^forwarded$", "^connection$",
}

function strip(r)
  for name in pairs(r:headers_in_table()) do
    -- %W is no letter and no digit, so an underscore, too.
    local plain = name:lower()
    for _, pattern in ipairs(taken) do
      if plain:find(pattern) then r.headers_in[name] = nil end
    end
  end
  return apache2.DECLINED
end
